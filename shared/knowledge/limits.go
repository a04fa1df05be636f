package knowledge

import "github.com/botifire/livechat/shared/chat"

// Limits of a tenant's knowledge. All bots of a tenant share it, so no bot has more entries.
const (
	MaxEntries   = 5000
	MaxTitle     = 120             // characters
	MaxWordings  = 60              // of an entry in one language
	MaxWording   = 500             // characters
	MaxAnswer    = 4096            // characters of one message
	MaxMessages  = chat.MaxBubbles // of one answer
	MaxTaught    = 12              // wordings of a model's in one language
	MaxUntaught  = 200             // of these that people took away
	MaxTags      = 10
	MaxTag       = 40    // characters
	MaxLimits    = 20    // bots or sites to which an entry is limited
	MaxContent   = 60000 // bytes of an entry: it is one row
	MaxPublished = 1000  // entries that are published by name at once
	MaxChanged   = 100   // entries that are changed at once

	MaxFile  = 20 << 20 // bytes of a file that is imported
	MaxSheet = 5 << 20  // of these, if it is a sheet or a text
	MaxRows  = 100_000  // of a sheet: as many entries as there may be, in twenty languages

	MaxSitePages = 500 // pages of a site that are read at once
	MaxWeekly    = 10  // sites of a tenant that are read each week

	WorkSeconds = 120 // that a task on imports or editions lasts at most: enough for five thousand entries many times over

	KeptVersions = 30 // of an entry
	KeptImports  = 20 // of a tenant
	KeptEditions = 20 // to which one can roll back
)
