/** How a language addresses the visitor, and its punctuation. */
export interface Style {
  /** The register that shops use in the language. */
  readonly register: string;
  /** Patterns of another register, another variety, or wrong punctuation. */
  readonly never?: RegExp;
  /** The end of a sentence; `.` if left out. */
  readonly stop?: string;
  /** The end of an exclamation; `!` if left out. */
  readonly exclamation?: string;
}

/** By file name. */
export const styles: Readonly<Record<string, Style>> = {
  ar: {
    register: 'neither he nor she: «يرجى» with a verbal noun, verbs whose letters are the same',
    never: /[,;?]/,
  },
  bn: { register: 'আপনি', never: /তুমি|তোমা|\./, stop: '।' },
  de: { register: 'Sie', never: /\b(du|dein\w*|dir|dich|euch|euer)\b/i },
  en: { register: 'you, with contractions', never: /\b(cannot|do not|is not)\b/ },
  es: {
    register: 'tú; tenses and words of both shores',
    never:
      /\b(usted|vos|vosotros|ordenador|computadora|hemos|ha|han)\b|(?<!¡[^.]*)!|(?<!¿[^.]*)\?/i,
  },
  fa: { register: 'شما', never: /,|;|\?|[يك]/ },
  fil: { register: 'kayo, with po', never: /\b(mo|iyong|ikaw|ka)\b/ },
  fr: {
    register: 'vous',
    never: /\b(tu|ton|ta|tes|toi)\b|[^\u202f][:;!?]/i,
    exclamation: '\u202f!',
  },
  he: { register: 'neither he nor she: נא with an infinitive', never: /\// },
  hi: { register: 'आप', never: /तुम|\./, stop: '।' },
  id: { register: 'Anda, in the everyday words of shops', never: /\b(kamu|anda)\b/ },
  it: { register: 'tu', never: /\b(Lei|Suo|Sua)\b/ },
  ja: {
    register: 'です・ます',
    never: /[ ,.:;!?()]|(?<!す|せん|した|さい|[）：])。/,
    stop: '。',
    exclamation: '！',
  },
  kk: { register: 'сіз', never: /\b(сен|сені)\b/ },
  ko: { register: '해요', never: /습니다|됩니다|십시오/ },
  ms: { register: 'anda', never: /\b(awak|kamu|offline)\b/ },
  pl: {
    register: 'ty, with a capital where it is written',
    never: /\b(Pan|Pani|Państw\w*|twoj\w*)\b/,
  },
  'pt-BR': {
    register: 'você, as in Brazil',
    never: /\b(telemóvel|ecrã|registo|contacto|carregue|utilizador|está a \w+r|teu|tua)\b/i,
  },
  ro: { register: 'dumneavoastră', never: /[şţ]|\b(tău|ta|tale)\b/i },
  ru: {
    register: 'вы, in small letters',
    never: /(?<=\S )(Вы|Вас|Вам|Ваш\p{L}*)(?!\p{L})|(?<!\p{L})ты/u,
  },
  th: { register: 'คุณ, without particles', never: /[.]|ครับ|ค่ะ|คะ/, stop: '' },
  tr: { register: 'siz', never: /\b(sen|senin|sana)\b/ },
  uk: {
    register: 'ви, in small letters',
    never: /(?<=\S )(Ви|Вас|Вам|Ваш\p{L}*)(?!\p{L})|[ыэъё]/u,
  },
  vi: { register: 'bạn', never: /quý khách/i },
  'zh-Hans': {
    register: '您',
    never: /[ ,.:;!?()]|[你網碼優號聯絡請輸]/,
    stop: '。',
    exclamation: '！',
  },
  'zh-Hant': {
    register: '您, with the words of Taiwan',
    never: /[ ,.:;!?()]|[你网码优号联络请输]/,
    stop: '。',
    exclamation: '！',
  },
};
