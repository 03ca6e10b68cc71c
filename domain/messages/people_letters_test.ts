import assert from "node:assert/strict";
import { accessRequestLetter, invitationLetter, signInHelpLetter } from "./people_letters.ts";

Deno.test("a name cannot start a new line of a letter or of its subject", () => {
  const name = "Eve\r\nBcc: all@acme.test\n\nPay here: http://evil.test";
  const link = "https://thread.test/x";
  const letters = [
    invitationLetter({ inviter: name, orgName: name, roles: ["csm"], link }),
    accessRequestLetter({ name, email: "eve@acme.test", orgName: name, link }),
    signInHelpLetter({ name, by: name, orgName: name, link, code: "123456" }),
  ];
  for (const { subject, text } of letters) {
    assert.doesNotMatch(subject, /[\r\n]/);
    assert.doesNotMatch(text, /^(Bcc|Pay here)/m);
    assert.match(text, /https:\/\/thread\.test\/x/);
  }
});
