import { tryModelOnce } from "../domain/writing/model_trial.ts";
import type { Handler } from "./handler.ts";

export const tryModel: Handler<"try_model"> = (db, out, job) => tryModelOnce(db, out, job);
