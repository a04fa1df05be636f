package stage

// Parts of a stage that cost the same whatever it does, counted in the template of prod by a test: the bench bills
// them.
const (
	AlarmMetrics = 105 // CloudWatch bills an alarm by the metrics that it looks at
	Alarms       = 59
	Queues       = 8 // that Lambda polls, also while they are empty
)
