/** Where the customers of an organisation sign in; each of them is shown their own account there. */
export function portalAddress(publicUrl: URL, orgId: string): string {
  return new URL(`/p/${orgId}`, publicUrl).href;
}
