/** The row is not there, or not yours: both answer alike. */
export class NotFound extends Error {
  override name = "NotFound";
  constructor(message = "Not found", options?: ErrorOptions) {
    super(message, options);
  }
}

/** The request cannot be done as asked; the message is shown to the person who asked. */
export class Refused extends Error {
  override name = "Refused";
}

/** An account that was merged into another: its pages are those of the other. */
export class Moved extends Error {
  override name = "Moved";
  constructor(readonly from: string, readonly to: string) {
    super(`${from} is ${to} now`);
  }
}

/** The person is known, but their roles do not allow this. `grantedBy` says who can change that. */
export class Forbidden extends Error {
  override name = "Forbidden";
  constructor(message: string, readonly grantedBy: string) {
    super(message);
  }
}

/** Thread cannot serve this now: the pool is full or the database is away. */
export class Busy extends Error {
  override name = "Busy";
}

/** An outside service failed. `retry` says whether the same call may succeed later. */
export class Upstream extends Error {
  override name = "Upstream";
  constructor(message: string, readonly retry: boolean, options?: ErrorOptions) {
    super(message, options);
  }
}
