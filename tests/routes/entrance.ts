import type { RouteTable } from "../routes_table.ts";

const address = { email: "{email}", next: "/" };
const code = { code: "{code}" };

/** The ways in: for people of whom nothing is known yet. */
export const entrance: RouteTable = {
  "GET /sign-in": { may: "anyone", at: "/sign-in?next=/mails" },
  "POST /sign-in": { may: "anyone", form: { ...address, password: "{password}" }, to: "/" },
  "POST /sign-in-links": {
    may: "anyone",
    form: address,
    optional: ["password"],
    to: "/verification",
  },
  "GET /sign-in-links/:token": { may: "anyone", at: "/sign-in-links/{signInLink}" },
  "POST /sign-in-links/:token": {
    may: "anyone",
    at: "/sign-in-links/{signInLink}",
    form: code,
    to: "/",
  },
  "GET /sign-up": { may: "anyone", at: "/sign-up?next=/" },
  "POST /sign-up": { may: "anyone", form: address, to: "/verification" },
  "GET /verification": { may: "anyone", asked: "sign_in" },
  "POST /verification": { may: "anyone", asked: "sign_in", form: code, to: "/" },
  "POST /verification/letters": {
    may: "anyone",
    asked: "sign_in",
    form: { again: "{signInLink}" },
    ignoresForm: true,
    to: "/verification",
  },
  "GET /verification/:token": { may: "anyone", at: "/verification/{verifyLink}" },
  "POST /verification/:token": {
    may: "anyone",
    at: "/verification/{verifyLink}",
    form: code,
    to: "/",
  },
  "GET /password-resets": { may: "anyone" },
  "POST /password-resets": {
    may: "anyone",
    form: { email: "{email}" },
    to: "/password-resets/code",
  },
  "GET /password-resets/code": { may: "anyone", asked: "reset" },
  "POST /password-resets/code": {
    may: "anyone",
    asked: "reset",
    form: { ...code, password: "{newPassword}" },
    to: "/",
  },
  "GET /password-resets/:token": { may: "anyone", at: "/password-resets/{resetLink}" },
  "POST /password-resets/:token": {
    may: "anyone",
    at: "/password-resets/{resetLink}",
    form: { ...code, password: "{newPassword}" },
    to: "/",
  },
  "POST /sign-out": { may: "anyone", to: "/sign-in", changesNothing: true },
};

/** What a person does with their own account, in whatever organisation they are. */
export const own: RouteTable = {
  "GET /sign-up/profile": { may: "person", fresh: true, at: "/sign-up/profile?next=/" },
  "POST /sign-up/profile": {
    may: "person",
    fresh: true,
    form: { name: "A new name", password: "", next: "/" },
    to: "/",
  },
  "GET /step-up": { may: "person", at: "/step-up?next=/profile" },
  "POST /step-up": {
    may: "person",
    form: { password: "{password}", next: "/profile" },
    to: "/profile",
  },
  "POST /step-up/letters": {
    may: "person",
    form: { next: "/profile" },
    ignoresForm: true,
    to: "/step-up/code",
  },
  "GET /step-up/code": { may: "person", asked: "step_up" },
  "POST /step-up/code": { may: "person", asked: "step_up", form: code, to: "/" },
  "POST /theme": { may: "person", form: { theme: "dark", back: "/profile" }, to: "/profile" },
  "GET /profile": { may: "member" },
  "POST /profile": {
    may: "member",
    form: { name: "A new name", theme: "dark", hotkeys: "on" },
    to: "/profile",
  },
  "GET /profile/password": { may: "member", fresh: true },
  "POST /profile/password": {
    may: "member",
    fresh: true,
    form: { password: "{newPassword}" },
    to: "/profile",
  },
  "GET /profile/sessions": { may: "member" },
  "POST /profile/sessions/revocation": { may: "member", to: "/profile/sessions" },
  "POST /profile/sessions/:id/revocation": {
    may: "member",
    at: "/profile/sessions/{session}/revocation",
    to: "/profile/sessions",
  },
};
