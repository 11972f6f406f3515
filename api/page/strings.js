/**
 * Every text of the interface, in English and in Chinese.
 * `{name}` stands for the companion's name.
 */

const english = {
  language: "en",
  skip: "Go to the writing field",
  talk: "Talk",
  words: "Your words",
  placeholder: "Say anything",
  send: "Send",
  stop: "Stop the reply",
  newest: "Go to the newest words",
  greeting: "{name} is here.",
  invitation: "Whatever is on your mind, you can say it.",
  honest: "{name} is an AI.",
  thinking: "thinking",
  writing: "writing",
  lost: "connection lost, coming back",
  earlier: "Reading earlier words",
  today: "Today",
  yesterday: "Yesterday",
  you: "You",
  waiting: "will be sent when we are back",
  sending: "on its way",
  interrupted: "stopped here",
  cutShort: "the words broke off here",
  unsent: "Not sent.",
  again: "Send again",
  discard: "Discard",
  trouble: "Something went wrong. Please try again.",
  care: "Help that is there for you",
  careTitle: "You don’t have to carry this alone.",
  fold: "Make smaller",
  unfold: "Show",
  doorTitle: "This is a private place.",
  doorText: "To come in, open the link that was printed in the terminal. For a new link, run",
  doorOld: "That link is no longer valid. For a new one, run this in the terminal:",
  doorAway: "{name} cannot be reached right now. This page keeps trying.",
  moods: { calm: "calm", happy: "happy", sad: "sad", excited: "excited" },
  offlineVoice: "Offline voice",
  modelVoice: "Voice: {model}",
  offlineTitle: "The offline voice",
  offlineWhat:
    "No language model is connected, so {name} answers from simple built-in rules. " +
    "It listens and remembers, but its words are plain.",
  offlineHow:
    "To give {name} a full voice, get a Gemini key from Google AI Studio, stop the program " +
    "in the terminal, and start it again with the key:",
  offlinePrivacy:
    "Without a key, nothing you say leaves this computer. With one, your words go to Google to be answered.",
  standInWhat:
    "The language model does not answer right now, so {name} answers from simple built-in rules. " +
    "It listens and remembers, but its words are plain. The model is asked again with every message.",
  standInHow: "To learn why, and how to mend it, run this in the terminal:",
  memory: "What I know about you",
  becoming: "Who I am becoming",
  mood: "How it has been",
  outreach: "Letters",
  cast: "The cast",
  ways: "Other rooms",
  close: "Close",
};

/** @typedef {typeof english} Strings */

/** @type {Strings} */
const chinese = {
  language: "zh-Hans",
  skip: "跳到输入框",
  talk: "对话",
  words: "你想说的话",
  placeholder: "想说什么都可以",
  send: "发送",
  stop: "停止回复",
  newest: "回到最新的话",
  greeting: "{name} 在这里。",
  invitation: "心里有什么，都可以说给它听。",
  honest: "{name} 是 AI。",
  thinking: "在想",
  writing: "在写",
  lost: "连接断了，正在回来",
  earlier: "正在翻看更早的话",
  today: "今天",
  yesterday: "昨天",
  you: "你",
  waiting: "连上之后就会送到",
  sending: "正在送出",
  interrupted: "说到这里停下了",
  cutShort: "话在这里断了",
  unsent: "没有送出。",
  again: "再送一次",
  discard: "不送了",
  trouble: "出了点问题，请再试一次。",
  care: "随时可以找到的帮助",
  careTitle: "你不必一个人扛着。",
  fold: "收起",
  unfold: "展开",
  doorTitle: "这里是私人的地方。",
  doorText: "请打开终端里显示的链接进来。需要新的链接，请在终端运行",
  doorOld: "这个链接已经失效。需要新的链接，请在终端运行：",
  doorAway: "现在联系不上 {name}，页面会一直再试。",
  moods: { calm: "平静", happy: "开心", sad: "难过", excited: "兴奋" },
  offlineVoice: "离线声音",
  modelVoice: "声音：{model}",
  offlineTitle: "离线声音",
  offlineWhat: "现在没有接上语言模型，{name} 用简单的内置规则回答。它会听，也会记住，只是话说得朴素。",
  offlineHow: "想让 {name} 好好说话：到 Google AI Studio 取一个 Gemini 密钥，在终端里停下程序，再带着密钥启动：",
  offlinePrivacy: "没有密钥时，你说的话不会离开这台电脑。有了密钥，你的话会送到 Google 那里得到回答。",
  standInWhat:
    "语言模型现在没有回应，{name} 先用简单的内置规则回答。它会听，也会记住，只是话说得朴素。每一句话都会再去问一次模型。",
  standInHow: "想知道原因和解决办法，请在终端运行：",
  memory: "我记得的你",
  becoming: "我正在成为谁",
  mood: "这些日子的心情",
  outreach: "来信",
  cast: "角色们",
  ways: "别的房间",
  close: "关闭",
};

/**
 * The strings for the first language of the reader that is spoken here; English otherwise.
 * @param {readonly string[]} languages as in `navigator.languages`
 * @returns {Strings}
 */
export function chooseStrings(languages) {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return chinese;
    if (/^en\b/i.test(language)) return english;
  }
  return english;
}

/** In which language the server is asked for what it has words for: the page's. @type {"en" | "zh"} */
export const readLanguage = chooseStrings(navigator.languages) === chinese ? "zh" : "en";

/**
 * Puts values where `{keys}` stand; a Chinese name in a Chinese text stands without spaces.
 * @param {string} text
 * @param {Record<string, string>} values
 */
export function fill(text, values) {
  return text.replace(PLACE, (whole, before = "", key, after = "") => {
    const value = values[key];
    if (value === undefined) return whole;
    return (HAN.test(value[0]) ? "" : before) + value + (HAN.test(value[value.length - 1]) ? "" : after);
  });
}

/** A `{key}`, and the spaces that a Chinese text leaves round a Latin word. */
const PLACE = /((?<=\p{Script=Han}) )?\{(\w+)\}( (?=\p{Script=Han}))?/gu;

const HAN = /\p{Script=Han}/u;

/**
 * Writes the strings into every element that asks for one by `data-text`, `data-label` or `data-placeholder`.
 * @param {Document} page
 * @param {Strings} strings
 */
export function writeStrings(page, strings) {
  page.documentElement.lang = strings.language;
  const texts = /** @type {Record<string, string>} */ (/** @type {unknown} */ (strings));
  const ask = (/** @type {string} */ key) =>
    /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(`[data-${key}]`));
  for (const element of ask("text")) element.textContent = texts[element.dataset.text ?? ""];
  for (const element of ask("label")) {
    const label = texts[element.dataset.label ?? ""];
    element.setAttribute("aria-label", label);
    if (element instanceof HTMLButtonElement) element.title = label;
  }
  for (const element of ask("placeholder")) {
    element.setAttribute("placeholder", texts[element.dataset.placeholder ?? ""]);
  }
}
