package setup

// The names and keys of the demo tenant. None is a secret: they exist only in the local stage.
const (
	DemoTenant     = "t_demo"
	DemoBot        = "b_shop"
	DemoPhoneBot   = "b_phone"
	DemoSite       = "demo-shop"
	DemoApp        = "demo-app"
	DemoAppSecret  = "demo-app-secret"
	DemoVerify     = "demo-verify-token"
	DemoGraphToken = "demo-graph-token"
	DemoNumber     = "100000000000001"
	SpareNumber    = "100000000000002" // of the same account, not connected to a bot
	DemoWABA       = "200000000000001"
	DemoDisplay    = "15550100000"
	DemoPassword   = "Demo-password-1!"

	DemoLoginSecret = "demo-secret-with-which-the-shop-signs-logins"
)
