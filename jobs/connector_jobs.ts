import { pruneDeliveries } from "../domain/connectors/deliveries.ts";
import { refreshRecords } from "../domain/connectors/refresh_work.ts";
import { leaveService } from "../domain/connectors/departures.ts";
import { writeRowStatus } from "../domain/connectors/notion/status_writing.ts";
import { beginPolls, pollConnection } from "../domain/connectors/polls.ts";
import { readService } from "../domain/connectors/channel_reading.ts";
import { takeDelivery } from "../domain/workflows/record_starts.ts";
import type { Handler } from "./handler.ts";

export const takeOneDelivery: Handler<"take_delivery"> = (db, out, job) =>
  takeDelivery(db, out, job);

export const readConnection: Handler<"read_connection"> = (db, out, job) =>
  readService({ db, out, orgId: job.orgId, signal: job.signal }, job.payload.connectionId);

export const writeOneStatus: Handler<"write_row_status"> = (db, out, job) =>
  writeRowStatus(db, out, job);

export const pollConnections: Handler<"poll_connections"> = (tx) => beginPolls(tx);

export const pollOneConnection: Handler<"poll_connection"> = (db, out, job) =>
  pollConnection(db, out, job);

export const pruneOldDeliveries: Handler<"prune_deliveries"> = (tx) => pruneDeliveries(tx);

export const refreshFollowers: Handler<"refresh_records"> = (db, out, job) =>
  refreshRecords(db, out, job);

export const leaveOneService: Handler<"leave_service"> = (db, out, job) =>
  leaveService(db, out, job);
