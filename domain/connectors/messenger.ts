import type { Line, Service } from "./service.ts";

/** A service that messages are posted to. */
export interface MessageService extends Service {
  messages: Messages;
}

/** Channels, and what is posted to them. */
export interface Messages {
  /** How often the list of channels is read anew, beside what calls tell. */
  everySeconds: number;
  /** Who Thread is there, and what the permission lacks, each as a sentence. */
  check(line: Line): Promise<{ faults: string[]; facts: Record<string, string> }>;
  channels(line: Line, cursor: string | null): Promise<ChannelPage>;
  /** Undefined where it is gone, or not shown to Thread any more. */
  channel(line: Line, id: string): Promise<OutsideChannel | undefined>;
  /** Once: what became of it is answered, never tried again here. */
  post(line: OpenLine, post: { channel: string; text: string }): Promise<Posted>;
  /** What a call means, by its kind: a channel changed, or the permission has ended. */
  meaning(kind: string): "channel" | "ended";
}

export interface OutsideChannel {
  id: string;
  name: string;
  private: boolean;
  archived: boolean;
  /** Thread's app is in it. */
  member: boolean;
  /** With another organisation. */
  shared: boolean;
}

export interface ChannelPage {
  channels: OutsideChannel[];
  /** Absent where this was the last page. */
  cursor: string | null;
}

export type Posted =
  | { posted: string; url: string | null }
  /** Surely not there, and a person has to put something right first. */
  | { refused: string }
  /** Surely not there, and may be later. */
  | { later: string; seconds: number }
  /** It may stand there. */
  | { unknown: string };

/** One that also does what must not happen twice. */
export interface OpenLine extends Line {
  /** Once it has left, what became of it is answered. */
  once(url: string | URL, init?: RequestInit): Promise<Sent>;
}

export type Sent =
  | { answer: Response }
  /** Nothing was done. */
  | { later: string; seconds: number }
  | { lost: string };
