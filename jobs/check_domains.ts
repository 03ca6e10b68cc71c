import { checkDomains as check } from "../domain/messages/domain_checks.ts";
import type { Handler } from "./handler.ts";

export const checkDomains: Handler<"check_domains"> = (db, out, { orgId }) => check(db, out, orgId);
