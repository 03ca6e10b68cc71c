import { Hono } from "hono";
import type { Env } from "./env.ts";
import { customer, inPortal, portalSessions } from "./portal_door.ts";
import { portalDocuments } from "./portal_documents.tsx";
import { portalFiles } from "./portal_files.ts";
import { portalInvitations } from "./portal_invitations.tsx";
import { portalLive } from "./portal_live.ts";
import { portalPasswordSignIn } from "./portal_password_sign_in.tsx";
import { portalPasswords } from "./portal_passwords.tsx";
import { portalExits, portalSettings } from "./portal_settings.tsx";
import { portalMeetings } from "./portal_meetings.tsx";
import { portalSharing } from "./portal_sharing.tsx";
import { portalSponsors } from "./portal_sponsors.tsx";
import { portalSignIn } from "./portal_sign_in.tsx";
import { sponsorPages } from "./sponsor_pages.tsx";
import { portalTasks } from "./portal_tasks.tsx";
import { portalTeam } from "./portal_team.tsx";
import { portalUploads } from "./portal_uploads.ts";

/** Mounted at /p. A customer's cookie opens this and nothing else; a member's opens none of it. */
export const portal = new Hono<Env>()
  .use(portalSessions)
  .route("/", portalSignIn)
  .route("/", portalInvitations)
  .route("/", portalPasswordSignIn)
  .route("/", sponsorPages)
  .route("/", portalExits)
  .route("/", portalSettings)
  .route("/", portalPasswords)
  .route("/", portalLive)
  .use(inPortal)
  .route("/", portalUploads)
  .use(customer)
  .route("/", portalTasks)
  .route("/", portalSharing)
  .route("/", portalSponsors)
  .route("/", portalMeetings)
  .route("/", portalFiles)
  .route("/", portalDocuments)
  .route("/", portalTeam);
