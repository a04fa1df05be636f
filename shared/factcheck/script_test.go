package factcheck_test

import "testing"

const lieferung = "Die Lieferung kostet 5 €. Wir verkaufen keine gebrauchten Fahrräder."

func TestALanguageThatTheCheckDoesNotKnowIsRefused(t *testing.T) {
	for _, s := range []said{
		{"en", "我们出售二手自行车。", "de", lieferung},
		{"en", "Доставка бесплатная.", "de", lieferung},
		{"en", "Teslimat ücretsizdir, ikinci el bisiklet satıyoruz.", "de", lieferung},
		{"en", "配送は無料です。", "de", lieferung},
		{"de", "Kargo her zaman ücretsizdir.", "de", lieferung},
		{"en", "Sprzedajemy używane rowery.", "de", lieferung},
		{"en", "We sell used bicycles.", "it", "Non vendiamo biciclette usate."},
		{"en", "Shipping costs 5 € по пятницам.", "de", lieferung},
		{"de", "Die Lieferung kostet 5 € 免费.", "de", lieferung},
		{"hi", "डिलीवरी 5 € है free.", "de", lieferung},
		{"de", "Die Lieferung kostet 5 € 🚫.", "de", lieferung},
		{"en", "Delivery costs < 5 €.", "de", lieferung},
	} {
		if check(s.language, s.text, s.from, s.of) == nil {
			t.Errorf("%q passes", s.text)
		}
	}
	for _, s := range []said{
		{"en", "Delivery costs 5 €. We do not sell used bicycles.", "de", lieferung},
		{"de", lieferung, "de", lieferung},
		{"ar", "التوصيل يكلف 5 €.", "de", lieferung},
	} {
		if err := check(s.language, s.text, s.from, s.of); err != nil {
			t.Errorf("%q is refused: %v", s.text, err)
		}
	}
}
