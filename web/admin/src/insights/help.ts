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
    'The last question was answered outright, without a hand-over, and was not asked again; silence is not ' +
    'counted as a success.',
  person: 'A person’s words reached the customer, or a person had a part in one of the bot’s answers.',
  unanswered: 'The case was handed over, and it ended before a person wrote.',
  given_up: 'The customer left after a question that the bot did not answer, or asked again.',
  never: 'The customer asked nothing.',
  open: 'The case has not ended yet.',
  uncounted: 'A visitor whom you blocked, one of your own team, or a machine.',
  own: 'Visits from your offices (Settings, General), and of people whom you call one of us. No other figure has them.',
  questions:
    'Questions that the bot replied to, each once; an offer of titles and a hand-over are no answer, and an ' +
    'answer that somebody finds wrong is none any more.',
  offers: 'Questions to which the bot offered titles, asking what is meant; no answer yet.',
  chosen: 'Of the answers, those to a title that the customer chose from an offer.',
  entries:
    'Answers by the entry that gave them, with its title of today. An answer that somebody finds wrong, or that ' +
    'did not help, is not among the answered ones. The rows add up to all answers.',
  silent:
    'Entries that are published and answered nothing in this period. An entry that was published only lately had ' +
    'less time.',
  refused:
    'Answers for which a language model’s words were not used, since they did not hold beside your text; your ' +
    'own words answered instead.',
  money:
    'What language models cost at most, of the cases that began in this period, whatever their outcome. Owners only.',
  meta:
    'Messages of these cases for which Meta charges you. Meta tells us the category and not the price, which ' +
    'depends on the customer’s country: your bill at Meta has the amounts.',
  durable:
    'Of the answered cases whose customer would be recognised, those in which nobody asked the same again, ' +
    'wished for a person or was written to by one within 7 days, in any of their joined profiles.',
  goals: 'A goal stands at the day on which its visit began, and counts once.',
  after:
    'Who had a part in the days before: the bot with an answer, a step or a form, a person with a word or a ' +
    'hint that reached the customer, in any of their joined profiles. It does not say that the goal was reached ' +
    'because of them.',
  alone:
    'Of the visits of people who asked the bot something in them or in the days before, those that reached the ' +
    'goal after the bot alone.',
  leads: 'Visits of the period that are leads, by how far your team has brought them.',
  allLeads:
    'A visit becomes a lead when it reaches a goal that makes leads, or when one of you makes it one on the person’s ' +
    'page. The list is of all times.',
  goalWorth:
    'Of goals that your server told or the chat itself saw: a form, a step, an order. Goals that only a page reports ' +
    'stand in a row of its own, since anybody can change a page.',
  worth:
    'What the leads are worth that are no junk: by the goal that your server told or the chat saw, or as one of ' +
    'you set it.',
  claimedWorth:
    'What pages say that leads are worth. Anybody can have a page say so: it is added to nothing until your server ' +
    'tells it, the chat sees the goal, or one of you sets it.',
  talk: 'From the first word of a case to the last.',
  first: 'From the customer’s first question to the first answer, by the bot or by a person.',
  response: 'From the word that a person had to answer to the first word of a person.',
  aroundTheClock: 'Every hour counts, also those in which nobody of your team is there.',
  openHours:
    'Only the opening hours count that held then (Settings, Hours): the bot’s own, or the team’s; without any, every ' +
    'hour does.',
  queue:
    'Where the conversation was while its customer waited for a person: for nobody in particular, for the colleague ' +
    'to whom it was given, or still with the bot.',
  waiting: 'Customers who wait for you or for nobody in particular, as the inbox counts them.',
  resolve:
    'From the beginning of a case to its closing, or to the last word that mattered if silence closed it, of ' +
    'cases in which a person had a part.',
  rating:
    'The server asks after each closed case with an answer, once a person in 7 days, and no agent can leave it ' +
    'out. Shares are shown from ten answers on.',
  places:
    'Where visitors seem to be, by their network; on WhatsApp by the number’s country. Places with fewer than ' +
    'five visits are joined, at least two of them, and unknown ones are in no share.',
  causes: 'Why cases were handed over; a case may have several causes.',
} as const;
