/** A place where the chaos suite may end the process. Nothing in production. */
export function crashpoint(_name: string): void | Promise<void> {}
