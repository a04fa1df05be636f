package lifecycle

import (
	"github.com/botifire/livechat/shared/chat"
)

// Record describes one kind of stored data about people, for the record of processing.
type Record struct {
	What  string   `json:"what"`
	Why   string   `json:"why"`
	Where string   `json:"where"`
	Days  int      `json:"days,omitempty"` // the retention; 0 if Until has it
	Until string   `json:"until,omitempty"`
	Rows  []string `json:"-"` // the kinds of rows in the table: a test finds any other
}

// Storage locations in records.
const (
	inTable  = "Database table, encrypted"
	inBucket = "File storage, encrypted"
)

// Records lists all stored data about visitors, with a tenant's retention. Every kind of row in the
// table is named here or in OwnRecords.
func Records(keep chat.Retention) []Record {
	return append([]Record{
		{
			"Conversations: words, buttons, forms, how far a form on WhatsApp was filled in, who answered, and how they go",
			"To answer, to show what was said, and to see where a person is needed", inTable, keep.Messages, "",
			[]string{"C/HEAD", "C/M", "C/W", "C/R", "C/F"},
		},
		{
			"Index of searches: the words of messages, and which conversation they are of",
			"To find a message by its words", inBucket, keep.Messages, "", nil,
		},
		{"Files that were sent", "To show them to both sides", inBucket, keep.Media, "", nil},
		{
			"Kinds of WhatsApp messages that are not shown yet, and other notifications: calls, groups, the account",
			"To show them once they are understood", inTable, keep.Raw, "",
			[]string{"NEWS", "I/N"},
		},
		{
			"WhatsApp's ids of messages, and statuses and reactions that came early",
			"To tell whether a message arrived", inTable, keep.Messages, "",
			[]string{"X/REF", "X/S", "X/M", "I/X"},
		},
		{
			"E-mail addresses that visitors left, and the links that went there, as hashes",
			"To tell a visitor who went away of an answer", inTable, keep.Messages, "",
			[]string{"C/MAIL", "C/L"},
		},
		{
			"Visits: place, network, device, language, source, pages, goals, where a form was left",
			"To see who is there, and to advise them", inTable, keep.Visits, "",
			[]string{"V/S", "S/E", "CONN/CONN"},
		},
		{
			"The ledger: what became of each visit and case, with the visitor's id; and who has to be counted anew",
			"To see how the bot and the team do", "Database table and file storage, encrypted", keep.Visits, "",
			[]string{"Y"},
		},
		{
			"Profiles: name, e-mail, phone, attributes, the website's own id of a user, browsers to notify; notes of the team",
			"To know the person in a conversation", inTable, keep.Profiles, "",
			[]string{"V/PROFILE", "V/N", "V/C", "P"},
		},
		{
			"Identities: keyed hashes of tokens, WhatsApp ids and users", "To know a visitor again", inTable, keep.Profiles, "",
			[]string{"V/PROFILE", "I/ID"},
		},
		{
			"Questions without an answer, the days on which people asked them or got the entry that was written for them, and " +
				"what the team decided about them",
			"To improve the bot", inTable, keep.Messages, "",
			[]string{"G", "GD", "GE", "GV", "GT"},
		},
		{
			"Leads: which visits may win a customer, how far that came, their worth, the team's note", "To follow up on them",
			inTable, keep.Visits, "",
			[]string{"LD"},
		},
		{"Order numbers of goals", "To count an order once", inTable, keep.Visits, "", []string{"O/CLAIM"}},
	}, operational...)
}

// operational has the records whose retention a tenant cannot choose.
var operational = []Record{
	{
		"Sums of the ledger by day, source, bot, place, campaign, page, device, language and entry",
		"To see how the bot and the team do; they identify nobody", "Database table and file storage, encrypted", 0,
		"Without end", nil,
	},
	{
		"Counters by day, source, country and bot", "To see how the bot does; they identify nobody", inTable, 0,
		"Without end",
		[]string{"D", "DE"},
	},
	{
		"Open connections", "To reach the visitors who are here now", inTable, 0, "Until they close, at most 4 hours",
		[]string{"CONN/CONN", "V/K", "TEAM"},
	},
	{
		"Limits that were used up; a keyed hash of the network address among them, also at open connections",
		"To keep floods away", inTable, 0, "2 days at most",
		[]string{"B", "SALT"},
	},
	{
		"E-mail addresses that must not be written to, or were written to, as keyed hashes",
		"To respect a stop and mailboxes that are gone, and to write at most once a day to an unproved one",
		inTable, 0, "Without end; 2 days if they were only written to",
		[]string{"E"},
	},
	{
		"E-mail addresses to which mail came back, or whose owner complained, in a list of the mail service",
		"So that the mail service takes mail of this account", "Mail service (SES), encrypted", 0, "Without end", nil,
	},
	{
		"Answers of bots that wait some seconds for a person of the team, with the question", "To let people look at them",
		inTable, 2, "",
		[]string{"H"},
	},
	{
		"Alerts: who of the team was told that a talk with a bot needs a person, why, and whether that was right",
		"To tell people once, and not too often", inTable, 30, "",
		[]string{"C/A"},
	},
	{"Exports", "To hand data over", inBucket, 0, "7 days", nil},
	{
		"Large deliveries of WhatsApp, as Meta sent them", "To work them off", inBucket, 0,
		"Seconds, 14 days at most; an erasure waits for them", nil,
	},
	{
		"Messages and changes that could not be processed", "To process them after all",
		"Database table and file storage, encrypted", 0,
		"90 days in the table, 30 in storage",
		[]string{"POISON"},
	},
	{
		"Tombstones: hashes and ids of erased visitors, with the time", "So that nothing of them comes back",
		"Database table and file storage, encrypted", 0, "Without end", nil,
	},
	{
		"Log of the public door: which path was asked for and how it was answered, never by which address or with " +
			"which search",
		"To find faults", "File storage, encrypted", 90, "", nil,
	},
	{
		"Logs of functions: ids of conversations, never words or addresses", "To find faults", "Log storage, encrypted", 30,
		"", nil,
	},
}

// OwnRecords lists the data about the team, and its settings.
func OwnRecords() []Record {
	return []Record{
		{
			"The team: e-mail address, name, picture, role, and since when they are away; who got the latest conversations",
			"To let people in, to show who answers, and to share the work",
			"Sign-in service, database table and file storage, encrypted", 0, "Until they are removed",
			[]string{"ROSTER", "OUT", "SHARES"},
		},
		{
			"Mentions: which note or assignment a person of the team is to read, without its words, and how far they " +
				"have read; of which talks of a bot they were alerted within a day",
			"To tell them", inTable, 30, "",
			[]string{"U"},
		},
		{
			"Invitations: e-mail address, name and role that are offered, and who offers them", "To let people in",
			"Sign-in service and database table, encrypted", 0, "7 days, or until they are accepted, declined or withdrawn",
			[]string{"INVITE"},
		},
		{
			"Audit: who changed, exported or erased what, from which network", "To prove it", inTable,
			int(chat.AuditKeep.Hours() / 24), "",
			[]string{"A"},
		},
		{
			"Jobs and receipts: what was exported and erased, by whom, how much", "To prove it", inTable, 0,
			"Without end; they name no visitor once done",
			[]string{"JOB"},
		},
		{
			"The knowledge: entries from which bots answer, their versions, editions, imports, and sites that are read each " +
				"week, with authors; unpublished wordings from questions of visitors, with their conversation",
			"To answer", "Database table and file storage, encrypted", 0,
			"Until you delete them, or stop the reading of a site; the latest 30 versions of an entry, the latest 20 " +
				"editions, imports with their files for 7 days",
			[]string{"K", "KV", "KNOWLEDGE"},
		},
		{
			"Waits: when customers began to wait for a person and when one answered, without saying for whom",
			"To tell those who wait by when a person answers", inTable, 0, "The latest 32",
			[]string{"WAITS"},
		},
		{
			"Notices: when a channel or a device was told that a customer waits, as a hash that names nobody",
			"To tell it once, and not too often", inTable, 14, "",
			[]string{"NOTICES"},
		},
		{
			"Settings: bots, scripts, sites, opening hours and those of before, goals, numbers, templates, Flows, keys, " +
				"channels that are told",
			"To do what you set", inTable, 0,
			"Until you delete them",
			[]string{
				"TENANT", "BOT", "SCRIPT", "SITE", "SEEN", "NUM", "VIEWS", "APP", "APP/APP", "APP/NUM", "NUMBER", "KEY",
				"APIKEY", "GATE", "TICKET", "TPL", "FLOW", "FLOWKEYS", "HOURS",
			},
		},
		cannedRecord, deviceRecord,
	}
}

var deviceRecord = Record{
	"Devices: at which address of a browser's push service a person of the team is told of customers who wait, the keys " +
		"to encrypt for it, its name, and when it is not told",
	"To tell them while they do not have the app open", inTable, 0,
	"Until they sign out there, remove it or leave the team, or the service says that it is gone",
	[]string{"DEVICE"},
}

var cannedRecord = Record{
	"Canned replies with their files; those that a person has alone, and that person's views of the inbox",
	"To send what is sent often", "Database table and file storage, encrypted", 0,
	"Until you delete them, or until that person leaves the team; the files of these go within two days",
	[]string{"CANNED", "OWN"},
}
