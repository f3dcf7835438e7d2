"""terminal.py - real terminals for a test: tmux windows with a program in them, and the bare line of one.

What: Terminals is one tmux server that ends with the test; a Screen in it takes keys, text and pastes, is looked at until it
shows what it must, is made larger and smaller. Line is a pseudo terminal without any terminal behind it: it counts the bytes
that a program writes and how long they take.
Not:  no sleeps to be sure of something; nothing of the user's own tmux is read or touched.
Uses: tmux.
"""
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import fcntl

LIMIT = 30


class Terminals:
    """folder: for what the programs say on standard error. program: what each terminal runs. env: its environment."""

    def __init__(self, folder, program, env):
        self.folder, self.program, self.env = folder, program, env
        self.socket = f"smv-{os.getpid()}-{id(self):x}"
        self.count = 0

    def open(self, *args, w=100, h=30, lang="en", term="tmux-256color", env=None):
        return Screen(self, [self.program, *args], w, h, dict({"LANGUAGE": lang, "TERM": term}, **(env or {})))

    def shell(self, w=100, h=30, **env):
        """A shell with jobs, its prompt is "$ "; nothing of the user's own set-up is read."""
        return Screen(self, ["sh", "-i"], w, h, dict({"LANGUAGE": "en", "TERM": "tmux-256color", "PS1": "$ ", "ENV": ""}, **env),
                      quiet=False)

    def tmux(self, *args, env=None, text=None):
        return subprocess.run(["tmux", "-u", "-L", self.socket, "-f", "/dev/null", *args], env=env, check=True, input=text,
                              capture_output=True, text=True, timeout=LIMIT).stdout

    def end(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True)


class Screen:
    """A terminal with a program in it. A variable of env that is None is not there."""

    def __init__(self, terminals, command, w, h, env, quiet=True):
        terminals.count += 1
        self.terminals, self.name = terminals, f"t{terminals.count}"
        self.errors = os.path.join(terminals.folder, self.name + ".err")
        unset = [x for name, value in env.items() if value is None for x in ("-u", name)]
        put = [f"{name}={value}" for name, value in env.items() if value is not None]
        said = ["sh", "-c", 'exec 2>"$0"; exec "$@"', self.errors] if quiet else []
        # tmux puts its own TERM and variables into a window's environment: env sets them behind that
        self.tmux("new-session", "-d", "-x", str(w), "-y", str(h), "-s", self.name, *said, "env", *unset, *put, *command,
                  env=dict(terminals.env(), LANGUAGE=env["LANGUAGE"]))
        self.tmux("set-option", "-t", self.name, "remain-on-exit", "on")
        self.tmux("set-option", "-t", self.name, "status", "off")

    def tmux(self, *args, **more):
        return self.terminals.tmux(*args, **more)

    # --- keys
    def keys(self, *names):
        self.tmux("send-keys", "-t", self.name, *names)

    def type(self, text):
        for part in re.findall(r"[^;]+|;", text):  # a semicolon at the end of an argument would end tmux's own command
            self.tmux("send-keys", "-t", self.name, "-l", "--", "\\;" if part == ";" else part)

    def paste(self, text):
        """As a terminal pastes: between the marks of bracketed paste."""
        self.tmux("load-buffer", "-b", self.name, "-", text=text)
        self.tmux("paste-buffer", "-p", "-r", "-d", "-b", self.name, "-t", self.name)

    def bytes(self, text):
        """What a terminal would send by itself, unchanged: the mouse, unknown sequences."""
        self.tmux("send-keys", "-t", self.name, "-H", *[f"{b:02x}" for b in text.encode()])

    # --- looking
    def look(self, colours=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else []), "-t", self.name)

    def cursor(self):
        """(column, row), or None when none is shown."""
        x, y, shown = self.tmux("display-message", "-p", "-t", self.name, "#{cursor_x} #{cursor_y} #{cursor_flag}").split()
        return (int(x), int(y)) if shown == "1" else None

    def here(self):
        """The line of the cursor, else the words that are marked as the place where one is; and where."""
        at, shown = self.cursor(), self.look(colours=True)
        if at:
            return re.sub(r"\x1b\[[0-9;]*m", "", shown.split("\n")[at[1]]) + " ", at
        mark = re.search(r"\x1b\[(?:0;)?7m\x1b\[38;5;30m([^\x1b]*)", shown)
        return (mark.group(1), mark.start()) if mark else ("", None)

    def see(self, *texts, gone=(), limit=LIMIT):
        """The screen as soon as it shows all of these and none of those; blanks and line ends count as one blank."""
        end = time.monotonic() + limit
        while True:
            shown = self.look()
            flat = re.sub(r"\s+", " ", shown)
            if all(t in flat for t in texts) and not any(t in flat for t in gone):
                return shown
            if time.monotonic() > end:
                raise AssertionError(f"{texts} not seen (or {gone} seen):\n{shown}\n{self.said()}")
            time.sleep(0.05)

    def until(self, true, what, limit=LIMIT):
        end = time.monotonic() + limit
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"{what}:\n{self.look()}\n{self.said()}")
            time.sleep(0.05)

    def said(self):
        try:
            with open(self.errors, encoding="utf-8", errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    # --- the program
    @property
    def pid(self):
        return int(self.tmux("display-message", "-p", "-t", self.name, "#{pane_pid}"))

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.ended()

    def resize(self, w, h):
        self.tmux("resize-window", "-t", self.name, "-x", str(w), "-y", str(h))

    def ended(self):
        """Waits for the end; what it wrote on standard error. A sanitizer's report fails."""
        self.until(lambda: self.tmux("display-message", "-p", "-t", self.name, "#{pane_dead}").strip() == "1", "it did not end")
        said = self.said()
        if "ERROR:" in said or "runtime error:" in said:
            raise AssertionError(said)
        return said


class Line:
    """A program on a pseudo terminal that nobody looks at; its bytes are counted."""

    def __init__(self, command, env, w=100, h=30):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", h, w, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)
        self.total = 0

    def read(self, quiet, limit=LIMIT, first_within=None):
        """What is written until nothing comes for so many seconds, and when the first and the last of it came."""
        out, first, last, end = b"", None, None, time.monotonic() + limit
        while time.monotonic() < end:
            if not select.select([self.fd], [], [], quiet if out or first_within is None else first_within)[0]:
                break
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                break
            if not part:
                break
            last = time.perf_counter()
            first = first or last
            out += part
        self.total += len(out)
        return out, first, last

    def write(self, keys):
        os.write(self.fd, keys.encode())

    def cpu(self):
        """Seconds of processor time that the program has used."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        if self.pid == 0:
            return
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)
        self.pid = 0
