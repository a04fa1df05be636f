package main

import (
	"strings"
	"testing"
)

// An erased file must be gone. In a bucket with versions it would stay behind a delete marker, so buckets of people's
// data have none; the pages' bucket may, if old versions of agents' pictures go within a day.
func TestNoVersionOutlivesAnErasure(t *testing.T) {
	buckets := resources("prod", "AWS::S3::Bucket")
	if len(buckets) == 0 {
		t.Fatal("there is no bucket")
	}
	for id, r := range buckets {
		p := properties(r)
		if p["VersioningConfiguration"] == nil {
			continue
		}
		if !strings.HasPrefix(id, "Web") {
			t.Errorf("%s keeps versions of people's files", id)
		} else if !oldGoes(p, "widget/faces/", 1) {
			t.Errorf("%s keeps agents' pictures after they were taken away", id)
		}
	}
}

// oldGoes tells whether a bucket deletes versions that are not current under a prefix after so many days.
func oldGoes(bucket object, prefix string, days float64) bool {
	cycle, _ := bucket["LifecycleConfiguration"].(object)
	rules, _ := cycle["Rules"].([]any)
	for _, rule := range rules {
		rule := rule.(object)
		old, _ := rule["NoncurrentVersionExpiration"].(object)
		n, _ := old["NoncurrentDays"].(float64)
		if rule["Prefix"] == prefix && rule["Status"] == "Enabled" && n > 0 && n <= days {
			return true
		}
	}
	return false
}

// The rule above is not satisfied by a rule for other files, or a slower one.
func TestOldVersionsOfPicturesAreFound(t *testing.T) {
	bucket := func(prefix string, days float64) object {
		return object{"LifecycleConfiguration": object{"Rules": []any{object{
			"Prefix": prefix, "Status": "Enabled", "NoncurrentVersionExpiration": object{"NoncurrentDays": days},
		}}}}
	}
	const faces = "widget/faces/"
	if !oldGoes(bucket(faces, 1), faces, 1) || oldGoes(bucket(faces, 30), faces, 1) ||
		oldGoes(bucket("assets/", 1), faces, 1) || oldGoes(object{}, faces, 1) {
		t.Error("rules are misread")
	}
}
