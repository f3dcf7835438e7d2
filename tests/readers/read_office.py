"""read_office.py FOLDER HOSTILE - LibreOffice opens file.xlsx and file.csv; what it computes from them is what was written.

Both are turned into files that tell cells apart: each sheet of the workbook into CSV with every text quoted, the CSV file
into a workbook, in which a formula would be one.
"""
import csv
import glob
import os
import subprocess
import sys

import openpyxl

from hostile import clean, is_formula, texts

folder, hostile = sys.argv[1:]
out = os.path.join(folder, "out")
os.mkdir(out)


def convert(name, to, *more):
    done = subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", *more,
                           "--convert-to", to, "--outdir", out, os.path.join(folder, name)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200)
    assert done.returncode == 0, done.stdout.decode()


# ; quoted UTF-8, as shown, all texts quoted, every sheet
convert("file.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false,false,false,-1")
sheets = {os.path.basename(p)[5:-4]: list(csv.reader(open(p, encoding="utf-8", newline=""), delimiter=";"))
          for p in glob.glob(os.path.join(out, "file-*.csv"))}
assert len(sheets) == 5, sheets.keys()
rows = next(r for n, r in sheets.items() if n.startswith("Plan"))
at = 1
wanted = texts(hostile)
for i, text in enumerate(wanted):
    got = rows[at][1]
    number, day = rows[at][0], rows[at][2]
    at += 1
    while got.endswith("[…]") and rows[at][0] == "":
        got = got[:-3] + rows[at][1][3:]
        at += 1
    assert got == clean(text), (i, got[:60], clean(text)[:60])
    assert number == str(i), (i, number)
    assert day == (f"2026-11-{22 + i % 8}" if i % 2 == 0 else "snart"), (i, day)
assert at == len(rows), (at, len(rows))

# token 4..: from line 1, no column formats, language, quoted not forced to text, detect numbers on: as by a double click
convert("file.csv", "xlsx", "--infilter=CSV:59,34,76,1,,0,false,true,false")
ws = openpyxl.load_workbook(os.path.join(out, "file.xlsx")).active
assert ws.max_row == len(wanted) + 1
for i, text in enumerate(wanted):
    cell = ws.cell(i + 2, 2)
    assert cell.data_type != "f", (i, cell.value)
    want = ("'" if is_formula(text) else "") + clean(text)
    if cell.data_type == "s" and len(want) < 32000 and "_x" not in want:
        assert cell.value == want, (i, cell.value, want)
    assert ws.cell(i + 2, 1).value == i
print(f"LibreOffice: {len(rows)} rows from XLSX, {ws.max_row} from CSV")
