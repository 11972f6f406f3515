/** The texts of the view of moods, in English and in Chinese. `{name}` stands for the companion's name. */

const english = {
  language: "en",
  title: "How it has been",
  intro: "How your days read in your words, and how {name} felt in them. Nothing of what you said is shown here.",
  back: "Back to our talk",
  spans: { 30: "A month", 90: "Three months" },
  span: "How far back",
  picture: "Mood by day",
  you: "You",
  days: { bright: "bright", calm: "calm", low: "low", mixed: "up and down" },
  bands: { bright: "bright", calm: "calm", low: "low" },
  labels: {
    happy: "glad", excited: "excited", sad: "sad", anxious: "worried", angry: "angry", lonely: "lonely",
    tired: "tired", neutral: "no mood to read",
  },
  summary: "{who}: {parts}.",
  one: "{word} on {count} day",
  many: "{word} on {count} days",
  none: "no day to tell of",
  silent: { one: "On {count} day nothing was said.", many: "On {count} days nothing was said." },
  and: " and ",
  comma: ", ",
  dayText: "{day}: {parts}",
  silentDay: "nothing was said",
  side: "{who} {word}",
  touch: "Point at a day to read it.",
  table: "The same as a table",
  columns: { day: "Day", messages: "Your messages", read: "Read as" },
  nothing: "Nothing was said in this time. When we talk, your days appear here.",
  reading: "One moment …",
  away: "{name} cannot be reached right now.",
  again: "Try again",
};

/** @typedef {typeof english} Words */

/** @type {Words} */
const chinese = {
  language: "zh-Hans",
  title: "这些日子的心情",
  intro: "从你的话里读到的每一天，以及 {name} 那天的感受。这里不显示你说过的任何一句话。",
  back: "回到聊天",
  spans: { 30: "一个月", 90: "三个月" },
  span: "往回看多久",
  picture: "每天的心情",
  you: "你",
  days: { bright: "明朗", calm: "平静", low: "低落", mixed: "起伏" },
  bands: { bright: "明朗", calm: "平静", low: "低落" },
  labels: {
    happy: "开心", excited: "兴奋", sad: "难过", anxious: "担心", angry: "生气", lonely: "孤单",
    tired: "疲惫", neutral: "看不出心情",
  },
  summary: "{who}：{parts}。",
  one: "{word} {count} 天",
  many: "{word} {count} 天",
  none: "还没有可说的日子",
  silent: { one: "有 {count} 天没有聊。", many: "有 {count} 天没有聊。" },
  and: "，",
  comma: "，",
  dayText: "{day}：{parts}",
  silentDay: "没有聊",
  side: "{who}{word}",
  touch: "指着一天，就能读到它。",
  table: "用表格看",
  columns: { day: "日期", messages: "你的消息", read: "读出来的心情" },
  nothing: "这段时间没有聊过。等我们聊起来，你的日子会出现在这里。",
  reading: "稍等……",
  away: "现在联系不上 {name}。",
  again: "再试一次",
};

/** @param {{language: string}} strings @returns {Words} */
export const wordsFor = (strings) => (strings.language.startsWith("zh") ? chinese : english);
