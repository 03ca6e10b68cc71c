/** The languages that a customer can read Thread in. */
export const LANGUAGES = [
  { language: "en", tag: "en", locale: "en-GB", name: "English" },
  { language: "de", tag: "de", locale: "de", name: "Deutsch" },
  { language: "fr", tag: "fr", locale: "fr", name: "Français" },
  { language: "es", tag: "es", locale: "es", name: "Español" },
  { language: "pt", tag: "pt-BR", locale: "pt-BR", name: "Português" },
] as const;

export type Language = typeof LANGUAGES[number]["language"];

export const LANGUAGE_CODES = LANGUAGES.map(({ language }) => language);

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some(({ language }) => language === text);
}

export function languageFacts(language: Language) {
  return LANGUAGES.find((one) => one.language === language)!;
}

/** The one of ours that a browser would rather have: "de-CH, fr;q=0.8" asks for German. */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const wishes = (header ?? "").slice(0, 500).split(",").map((one) => {
    const [range = "", ...params] = one.split(";").map((part) => part.trim().toLowerCase());
    const q = params.find((param) => param.startsWith("q="))?.slice(2);
    return { language: range.split("-")[0], quality: q === undefined ? 1 : Number(q) || 0 };
  });
  return wishes.filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language)
    .find(isLanguage);
}
