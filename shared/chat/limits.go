package chat

import (
	"time"
)

// Every limit of the product, in one place.
const (
	MaxText       = 4096      // characters of a text message, WhatsApp's own limit
	MaxBody       = 24 * 1024 // bytes of a stored body, so that a push fits one 32 KB frame
	MaxButtons    = 10        // options of one message, WhatsApp's list limit
	MaxFields     = 20        // fields of a form
	MaxFieldValue = 1000      // characters of a form value
	MaxPlain      = 200       // characters of a question in a model's plain words
	MaxBubbles    = 8         // bubbles of one reply
	MaxReply      = 64 * 1024 // bytes of all bubbles of one reply
	MaxPages      = 200       // pages in the trail of one visit
	MaxAttributes = 50        // attributes on a profile
	MaxProfile    = 48 * 1024 // bytes of a profile's fields together, as they are stored
	MaxReached    = 50        // goals of one visit
	MaxUnverified = 40        // of them unverified, so that a server's always find room
	MaxNote       = 4096      // characters of a note
	MaxActivity   = 4         // times that a page says that its visitor went or came back
	MaxTabs       = 16        // sockets that a visit names while some of them are closed, so that its row stays small
	MaxOpenTabs   = 100       // open sockets of a visit
	MaxNotebook   = 8         // pages that a socket's row holds, so that it stays small

	MaxNotebookSize = 2048                                             // bytes of these pages, but for the last one
	MaxLog          = MaxPages + MaxOpenTabs*MaxNotebook + MaxLookback // rows of a visit's log that are read at most

	ClockSkew = 60 * time.Second // how far an id may lie in the future
	LateAfter = 2 * time.Minute  // a row stored this long after its id's time leaves a pointer

	VisitGap       = 30 * time.Minute         // silence that ends a visit (the session timeout)
	IdleAfter      = 3 * time.Minute          // without a sign for so long, a visitor is idle
	PingTime       = 570 * time.Second        // a page sends a heartbeat (ping) every nine minutes, and may be late
	CloseGrace     = 30 * time.Second         // a page load may come back in this time
	SilentSocket   = 11 * time.Minute         // a socket without a frame for so long is lost
	WhatsAppLive   = 30 * time.Minute         // a WhatsApp visit is live this long after a word
	SocketLife     = 130 * time.Minute        // API Gateway cuts at 2 hours
	ClosedLife     = maxDays * 24 * time.Hour // a closed socket goes with its visit, and else after this time
	ServiceWindow  = 24 * time.Hour           // Meta's 24-hour customer service window
	TokenLife      = 180 * 24 * time.Hour
	TicketLife     = 30 * time.Second
	LoginLife      = time.Hour           // a signed login is good this long at most
	SecretOverlap  = 24 * time.Hour      // the secret of signed logins that was replaced holds this long
	CodeLife       = 30 * time.Minute    // a code with which a visitor goes on in WhatsApp is good this long
	PairingAnswer  = 10 * time.Minute    // and so long a visitor may say that it was they who sent it
	SendingTimeout = 2 * time.Minute     // a send without an outcome for so long is unknown
	WindowWarning  = 2 * time.Hour       // how long before the window closes the team is warned
	MaxWait        = 5 * time.Hour       // between two tries of a send; SQS hides a task for up to 12
	ReactionTime   = 30 * 24 * time.Hour // Meta accepts reactions to messages up to this old
	CorrectTime    = 24 * time.Hour      // how long an agent may correct or take back a message
	MediaLife      = 7 * 24 * time.Hour  // Meta keeps a customer's file for so long
	RawKeep        = 90 * 24 * time.Hour

	SettingsLife = 15 * time.Second // a warm function's cache: a change by an owner is in force after that

	FrameBurst  = 20                     // a socket's rate limit: frames it may send at once …
	FrameRefill = 500 * time.Millisecond // … and one more each so often: 20 per 10 s
	newSocket   = time.Minute            // a socket that is younger has sent little

	PageSize    = 50     // rows of a list page
	MaxPageSize = 200    // the most that a caller may ask for
	MaxLookback = 500    // rows a filtered list tests in one request
	MaxSheet    = 10_000 // rows of one sheet
	MaxPerson   = 50     // visits and notes that come with a person
	MaxLinked   = 20     // visitors who are joined to one person

	AnswerTries = 3 // tries of a write against other writers, then the queue
)

// Rate limits against floods and against bills. People stay far below.
var (
	ConnectsPerSite    = RateLimit{"connect-site", 2_000, 10 * time.Second, 32} // 200 a second; a stage may set another
	ConnectsPerAddress = RateLimit{"connect-address", 600, 10 * time.Minute, 16}
	FramesPerVisitor   = RateLimit{"frames", 1_200, 10 * time.Minute, 8} // of all sockets, as many as one may send
	UploadsPerVisitor  = RateLimit{"upload", 50, 24 * time.Hour, 1}
	UploadsPerAddress  = RateLimit{"upload-address", 1 << 20, 24 * time.Hour, 1} // KB: 1 GB a day
	UploadsPerSite     = RateLimit{"upload-site", 20 << 20, 24 * time.Hour, 1}   // KB: 20 GB a day
	PaidPerVisitor     = RateLimit{"paid-visitor", 300, 24 * time.Hour, 1}
	PaidPerTenant      = RateLimit{"paid-tenant", 100_000, 24 * time.Hour, 16}

	// Anybody can type any address, so an unproved one gets one mail a day (shared/mail), from which nothing is learned.
	AddressesPerVisitor = RateLimit{"mail-visitor", 5, 24 * time.Hour, 1}
	AddressesPerNetwork = RateLimit{"mail-network", 20, 24 * time.Hour, 1}
	AddressesPerTenant  = RateLimit{"mail-left", 5_000, 24 * time.Hour, 1}
	MailsPerAddress     = RateLimit{"mail-proved", 20, 24 * time.Hour, 1}
	MailsPerTenant      = RateLimit{"mail-tenant", 5_000, 24 * time.Hour, 1}

	// A subscription is a call of ours to a push service for each burst of answers.
	BrowsersPerVisitor = RateLimit{"notify-visitor", 20, 24 * time.Hour, 1}
	BrowsersPerNetwork = RateLimit{"notify-network", 200, 24 * time.Hour, 1}

	CodesPerVisitor  = RateLimit{"pairing", 20, 24 * time.Hour, 1}
	LoginsPerVisitor = RateLimit{"login", 10, time.Hour, 1}

	NoticeTests = RateLimit{"notice-test", 20, time.Hour, 1} // of a tenant's channels
	DeviceTests = RateLimit{"device-test", 20, time.Hour, 1} // of a person's devices
	SiteChecks  = RateLimit{"site-check", 60, time.Hour, 1}  // for the file of the service worker

	// An invitation sends a mail to any address, so a team that invites without end would send spam.
	InvitationsPerTenant = RateLimit{"invitation", 50, 24 * time.Hour, 1}
)
