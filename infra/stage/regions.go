package stage

import "slices"

// withoutBudgets are the regions in which CloudFormation does not know budgets, as cfn-lint has them.
var withoutBudgets = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-4",
	"ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-north-1", "eu-south-1",
	"eu-south-2", "il-central-1", "me-central-1", "mx-central-1",
}

// withoutSES are the regions in which SES is not: neither CloudFormation, as cfn-lint has it, nor AWS's clients know it
// there.
var withoutSES = []string{
	"ap-east-1", "ap-east-2", "ap-southeast-4", "ap-southeast-6", "ap-southeast-7", "eu-south-2", "mx-central-1",
}

// CanMail tells whether the stage's region has SES, without which mailFrom is refused.
func (s Settings) CanMail() bool { return !slices.Contains(withoutSES, s.Region) }

// smallAPIs are the regions in which API Gateway's default quota is a quarter of that elsewhere.
var smallAPIs = []string{
	"af-south-1", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-west-1",
	"eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "mx-central-1",
}

// APIQuota is how many requests a second all APIs of an account may have in the stage's region, and how many at
// once, unless AWS allowed more.
func (s Settings) APIQuota() (rate, burst float64) {
	if slices.Contains(smallAPIs, s.Region) {
		return 2500, 1250
	}
	return 10_000, 5000
}
