package chat

// Purposes of sealed values.
const (
	TenantSecret = "tenant-key"
	AppSecret    = "app-secret"
	VerifyToken  = "verify-token"
	GraphToken   = "graph-token"
	BotSecret    = "bot-secret"
	FlowKey      = "flow-key"
	SiteSecret   = "site-login"

	ChannelAddress = "channel-address"
	PushKey        = "push-key"
)
