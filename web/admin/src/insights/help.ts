// help explains each figure in one sentence. docs/insights.md has the same.
export const help = {
  visits: 'Visits that ended or reached a goal, by the day on which they began, in your time zone.',
  opened: 'Visits in which the chat was opened.',
  asked: 'Visits in which the visitor asked something; a greeting alone is no question.',
  answered: 'Visits in which a question was answered by the bot or by a person.',
  reached: 'Visits that reached at least one goal.',
  cases: 'Cases by the day on which they began; each has exactly one outcome, and all outcomes add up to the cases.',
  confirmed: 'The bot answered, no person had a part, and the customer said that it helped, thanked or reached a goal.',
  answeredCase:
    'The last question was answered outright, without a hand-over, and was not asked again; silence is not counted as a success.',
  person: 'A person wrote, or had a part in one of the bot’s answers.',
  unanswered: 'The case was handed over, and it ended before a person wrote.',
  given_up: 'The customer left after a question that the bot did not answer, or asked again.',
  never: 'The customer asked nothing.',
  open: 'The case has not ended yet.',
  uncounted: 'A visitor whom you blocked, or a machine.',
  questions:
    'Questions that the bot replied to, each once; an offer of titles and a hand-over are no answer, and an answer that somebody finds wrong is none any more.',
  durable:
    'Of the answered cases whose customer would be recognised, those in which nobody asked the same again, wished for a person or was written to by one within 7 days.',
  goals: 'A goal stands at the day on which its visit began, and counts once.',
  after:
    'Who had a part in the days before: the bot with an answer, a step or a form, a person with a word, a takeover or a hint. It does not say that the goal was reached because of them.',
  alone: 'Of all visits in which the bot was asked something, those that reached the goal after the bot alone.',
  talk: 'From the first word of a case to the last.',
  first: 'From the customer’s first word to the first answer, by the bot or by a person.',
  response: 'From the word that a person had to answer to the first word of a person, around the clock.',
  resolve: 'From the beginning of a case to its end, of cases in which a person had a part.',
  places:
    'Where visitors seem to be, by their network; on WhatsApp by the number’s country. Places with fewer than five visits and cases are joined, and unknown ones are in no share.',
  causes: 'Why cases were handed over; a case may have several causes.',
} as const;
