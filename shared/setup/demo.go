package setup

// What the demo tenant is known by. None of it is a secret: it exists only in the
// local stage.
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
	SpareNumber    = "100000000000002" // of the same account, bound to nobody
	DemoWABA       = "200000000000001"
	DemoDisplay    = "15550100000"
	DemoPassword   = "Demo-password-1!"
)
