// Runs after htmx and before the page is ready. Our pages use no code in attributes, so htmx is left
// without any way to run some. What changes data may only be asked for by a person's own act on the
// element itself: markup that slipped in can then do no more than a plain form could.
(() => {
  const ACTS = new Set(["click", "submit", "change", "input"]);
  const CHANGES = ["hx-post", "hx-put", "hx-patch", "hx-delete", "hx-action", "hx-method"];
  let htmxApi;

  htmx.registerExtension("guard", {
    init(api) {
      htmxApi = api;
      const policy = globalThis.trustedTypes?.createPolicy("htmx", {
        createHTML: (text) => text,
        createScript: () => "",
      });
      api.initSecurity(policy, refuse, refuse);
    },
    htmx_before_init(element) {
      const changes = CHANGES.some((name) => htmxApi.attributeValue(element, name) != null);
      const trigger = element.getAttribute("hx-trigger");
      if (!changes || trigger === null) return true;
      const allowed = htmxApi.parseTriggerSpecs(trigger)
        .every((spec) => ACTS.has(spec.name) && !spec.from);
      if (!allowed) console.error("Refused a change that no person asks for", element);
      return allowed;
    },
  });

  function refuse() {
    throw new Error("Code in attributes is not allowed");
  }
})();
