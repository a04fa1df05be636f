package stage

import "fmt"

// spare is the part that AWS never lets an account reserve: it stays for the functions without a reserve.
const spare = 100

// enough is how many functions may run at once in an account that was not restricted.
const enough = 1000

const askLambda = "Ask for 1,000: Service Quotas → AWS Lambda → Concurrent executions (L-B99A9384)."

// Lanes is how many batches of one shard of the table's stream relay takes at once. A table has a few shards, so
// in a small account more than one lane could take all that there is.
func (c Concurrency) Lanes() int {
	if c.Account < 100 {
		return 1
	}
	return 4
}

// Deliveries is how many stored deliveries of Meta's are worked off at once: two is the least that SQS allows.
func (c Concurrency) Deliveries() int { return max(c.Account/100, 2) }

// Knowledge is how many imports and publications are worked on at once. Publications wait for a free place, behind the
// pages and files of others.
func (c Concurrency) Knowledge() int { return max(c.Account/100, 2) }

// sweep runs once at a time.
const sweep = 1

// work is how many functions may run at once for work for which nobody waits.
func (c Concurrency) work() int { return c.Answer + c.Send + c.Media + c.Lanes() + sweep }

// contradictions are sums that do not fit the account.
func (c Concurrency) contradictions() []string {
	reserved := c.reserves()
	if reserved > 0 && reserved > c.Account-spare {
		return []string{fmt.Sprintf("concurrency.reserved is %d in sum: of %d an account may reserve %d, as AWS keeps %d",
			reserved, c.Account, max(c.Account-spare, 0), spare)}
	}
	if c.work()+reserved >= c.Account {
		return []string{fmt.Sprintf("concurrency: queues (%d), relay and sweep (%d) and reserves (%d) leave nothing of the "+
			"account's %d for people", c.Answer+c.Send+c.Media, c.Lanes()+sweep, reserved, c.Account)}
	}
	return nil
}

func (c Concurrency) reserves() (sum int) {
	for _, n := range c.Reserved {
		sum += n
	}
	return sum
}

// Against compares the settings with the account: how many functions may run at once there, and how many of
// them nobody has reserved. Settings that do not fit must not be deployed; others may leave something to say.
func (c Concurrency) Against(quota, unreserved int) (fits bool, says string) {
	reserved, taken := c.reserves(), quota-unreserved
	switch {
	case quota < c.Account:
		return false, fmt.Sprintf("%d functions may run at once here, and the stage counts on %d. %s Or lower "+
			"concurrency in the stage's file.", quota, c.Account, askLambda)
	case reserved > 0 && taken > 0 && reserved > unreserved-spare:
		return true, fmt.Sprintf("%d of %d are reserved in this account. The stage's %d fit only if they are among them: "+
			"AWS keeps %d for functions without a reserve", taken, quota, reserved, spare)
	case quota > c.Account:
		return true, fmt.Sprintf("%d functions may run at once here, and the stage counts on %d: its alarm rings at %d, "+
			"and its queues wait for each other. Set concurrency.account to %[1]d, and the queues to more",
			quota, c.Account, c.Alarm())
	case quota < enough:
		return true, fmt.Sprintf("%d functions may run at once here: so many slow calls hold up everybody. %s",
			quota, askLambda)
	}
	return true, ""
}

// Alarm is how many functions at once ring the alarm: 80 of 100 that the account may run.
func (c Concurrency) Alarm() int { return c.Account * 8 / 10 }
