/* Language.tsx - the choice of language, in each language's own name. */
import { chooseLanguage, type Language, language, LANGUAGE_NAMES, LANGUAGES } from "../text/index.ts";
import { common } from "../text/common.ts";

export function LanguageChoice() {
  return (
    <label class="language">
      <span class="sr">{common("language")}</span>
      <select
        class="button quiet"
        value={language.value}
        onChange={(e) => chooseLanguage(e.currentTarget.value as Language)}
      >
        {LANGUAGES.map((l) => (
          <option key={l} value={l} lang={l}>
            {LANGUAGE_NAMES[l]}
          </option>
        ))}
      </select>
    </label>
  );
}
