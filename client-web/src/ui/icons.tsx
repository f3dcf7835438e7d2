/* icons.tsx - small drawings in one hand: 24 x 24, strokes of 2, round ends. Decorative: the words stand beside. */
import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
      stroke-linejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}
const icon = (d: string) => () => <Icon><path d={d} /></Icon>;

export const CheckIcon = icon("M5 12.5 10 17.5 19 7");
export const CrossIcon = icon("M6 6l12 12M18 6 6 18");
export const PlusIcon = icon("M12 5v14M5 12h14");
export const MinusIcon = icon("M5 12h14");
export const UpIcon = icon("M12 19V5M6 11l6-6 6 6");
export const DownIcon = icon("M12 5v14M6 13l6 6 6-6");
export const LeftIcon = icon("M19 12H5M11 6l-6 6 6 6");
export const RightIcon = icon("M5 12h14M13 6l6 6-6 6");
export const ChevronIcon = icon("M9 6l6 6-6 6");
export const ChevronDownIcon = icon("M6 9l6 6 6-6");
export const TrashIcon = icon("M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5");
export const UndoIcon = icon("M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3");
export const HistoryIcon = icon("M3.5 12a8.5 8.5 0 1 0 2.5-6L3.5 8.5M3.5 4v4.5H8M12 8v4.5l3 2");
export const HelpIcon = icon("M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.01M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z");
export const HandIcon = icon("M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 11V4.5a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4.500-1.500-6-4l-1.500-2.500a1.500 1.500 0 0 1 2.500-1.600L8 15");
export const StarIcon = ({ on = false }: { on?: boolean }) => (
  <svg class="icon" viewBox="0 0 24 24" fill={on ? "currentColor" : "none"} stroke="currentColor" stroke-width="2"
    stroke-linejoin="round" aria-hidden="true">
    <path d="M12 3.500l2.600 5.400 5.900.800-4.300 4.100 1.100 5.900L12 16.900l-5.300 2.800 1.100-5.900L3.500 9.700l5.900-.800z" />
  </svg>
);
export const FlagIcon = icon("M5 21V4M5 4h12l-2 4 2 4H5");
export const ParkIcon = icon("M9 17V7h4a3 3 0 0 1 0 6H9M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z");
export const ClockIcon = icon("M12 7v5.500l3.500 2M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z");
export const PlayIcon = icon("M7 4.500v15l12-7.500z");
export const PauseIcon = icon("M8 5v14M16 5v14");
export const StopIcon = icon("M6 6h12v12H6z");
export const LockIcon = icon("M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5z");
export const UnlockIcon = icon("M7 11V8a5 5 0 0 1 9.600-2M5 11h14v10H5z");
export const ScreenIcon = icon("M3 5h18v11H3zM8 20h8M12 16v4");
export const EyeIcon = icon("M2 12s3.500-7 10-7 10 7 10 7-3.500 7-10 7-10-7-10-7zM12 15a3 3 0 1 1 0-6 3 3 0 0 1 0 6z");
export const PeopleIcon = icon("M9 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8zM2 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 6 6v1M16 3.500a4 4 0 0 1 0 7.300M19 14.500a6 6 0 0 1 3 5.200V21");
export const MessageIcon = icon("M4 5h16v11H9l-5 4z");
export const LinkIcon = icon("M10 14a4 4 0 0 0 5.700 0l3.500-3.500a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0l-3.500 3.500a4 4 0 0 0 5.700 5.700l1.500-1.500");
export const PrintIcon = icon("M7 9V3h10v6M7 18H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3M7 14h10v7H7z");
export const DownloadIcon = icon("M12 4v11M7 10.500l5 5 5-5M4 20h16");
export const UploadIcon = icon("M12 16V5M7 9.500l5-5 5 5M4 20h16");
export const WarnIcon = icon("M12 4 2.500 20h19zM12 10v4.500M12 17.500v.01");
export const DragIcon = icon("M9 5v.01M15 5v.01M9 12v.01M15 12v.01M9 19v.01M15 19v.01");
export const MoreIcon = icon("M5 12v.01M12 12v.01M19 12v.01");
export const EditIcon = icon("M4 20l1-4L16 5l3 3L8 19zM14 7l3 3");
export const CopyIcon = icon("M9 9h11v11H9zM5 15H4V4h11v1");
export const ListIcon = icon("M9 6h11M9 12h11M9 18h11M4 6v.01M4 12v.01M4 18v.01");
