/* font.ts - the letters of staff's screens and of the hall, served by the daemon itself. */
import "./font.css";
