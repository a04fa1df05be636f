package main

import (
	"testing"

	"github.com/botifire/livechat/infra/stage"
)

// All doors together leave a part of the account's quota to posts to sockets, in each region, and a flood of
// visitors leaves more than half.
func TestTheDoorsShareTheQuota(t *testing.T) {
	for id, r := range resources("prod", "AWS::ApiGatewayV2::Stage") {
		if rate := properties(r)["DefaultRouteSettings"].(object)["ThrottlingRateLimit"].(float64); rate > 4000 {
			t.Errorf("%s takes %v requests a second", id, rate)
		}
	}
	for region, quota := range map[string][2]float64{"eu-central-1": {10_000, 5000}, "il-central-1": {2500, 1250}} {
		s := settings{Settings: stage.Settings{Region: region}}
		var rate, burst float64
		for _, share := range []float64{visitorsShare, agentsShare, httpShare} {
			one := throttle(s, share)
			rate, burst = rate+*one.RateLimit, burst+*one.BurstLimit
			if whole := float64(int(*one.BurstLimit)); whole != *one.BurstLimit || share > 0.45 {
				t.Errorf("%s: %v at once, %v of all", region, *one.BurstLimit, share)
			}
		}
		if rate > 0.8*quota[0] || burst > 0.8*quota[1] {
			t.Errorf("%s: the doors take %v a second and %v at once, of %v", region, rate, burst, quota)
		}
	}
}
