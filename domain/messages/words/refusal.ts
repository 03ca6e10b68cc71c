import { Refused } from "../../base/errors.ts";
import { type Given, type Key, type Saying, saying, wordsIn } from "./words.ts";

/** What a customer asked for cannot be done; they are told why in their own language. */
export class RefusedInWords extends Refused {
  override name = "RefusedInWords";
  constructor(readonly saying: Saying) {
    super(wordsIn("en").say(saying));
  }
}

/** `throw refusal("files.empty")`. */
export function refusal<K extends Key>(key: K, ...given: Given<K>): RefusedInWords {
  return new RefusedInWords(saying(key, ...given));
}
