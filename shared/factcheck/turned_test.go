package factcheck_test

import "testing"

// Statements of a line each that are turned by a word or a mark.
func TestATurnedStatementIsRefused(t *testing.T) {
	refusesAll(t, []said{
		{"en", "Shipping is free.", "en", "Shipping is free (orders over 60 €)."},
		{"en", "Shipping is free.", "en", "Shipping is free. Only for members."},
		{"en", "Shipping is free.", "en", "Shipping is free.\n(Orders over 60 €)"},
		{"en", "We ship to Germany.", "en", "We ship to Germany? No."},
		{"en", "We accept dogs.", "en", "We do not accept dogs."},
		{"en", "Dogs are welcome.", "en", "Dogs are welcome: from 9:00 to 12:00."},
		{"en", "Yes, it costs 5 €.", "en", "No, it costs 5 €."},
		{"en", "It costs 5 €.", "en", "It costs $5."},
		{"en", "The fee is 5 %.", "en", "The fee is 5 ‰."},
		{"en", "Call 555-0142.", "en", "Do not call 555-0142."},
		{"en", "Sale ends on 1.2.2026.", "en", "Sale ends on 2.1.2026."},
		{"en", "Open 9:00 to 5:00.", "en", "Open 9:00 am to 5:00 pm."},
		{"en", "Take 2.5 tablets.", "en", "Take 2, 5 tablets."},
		{"en", "The price was 5 €.", "en", "The price is 5 €."},
		{"en", "We must refund you.", "en", "You must refund us."},
		{"en", "Thanks. Free for all.", "en", "Free for members."},
		{"en", "Hello, free for members.", "en", "Not free for members."},
		{"de", "Hunde sind erlaubt.", "en", "Dogs are not allowed."},
		{"de", "Hunde sind erlaubt.", "en", "Dogs are allowed on Mondays."},
		{"de", "Hunde sind am Montag erlaubt.", "en", "Dogs are allowed on Sundays."},
		{"de", "Kinder zahlen 5 €.", "en", "Adults pay 5 €."},
		{"de", "Es dauert 5 Tage.", "en", "It takes 5 weeks."},
		{"de", "Es dauert 5 Tage.", "en", "It takes about 5 days."},
		{"de", "Es dauert höchstens 5 Tage.", "en", "It takes at least 5 days."},
		{"de", "Wir liefern nach Frankreich.", "en", "We deliver to Spain."},
		{"de", "Wir liefern nach Frankreich.", "en", "We do not deliver to France."},
		{"fr", "Nous acceptons les chiens.", "en", "We only accept small dogs."},
		{"fr", "Le retour coûte 5 € par article.", "en", "A return costs 5 € per order."},
		{"es", "Puede devolver artículos.", "en", "You cannot return items."},
		{"es", "Se devuelve el dinero antes de 14 días.", "en", "The money is returned after 14 days."},
		{"pt", "A loja abre às 9:00.", "en", "The shop closes at 9:00."},
		{"ar", "المحل مفتوح يوم الأحد.", "en", "The shop is closed on Sunday."},
		{"ar", "التوصيل مجاني.", "en", "Delivery costs 5 €."},
		{"hi", "दुकान रविवार को खुली है।", "en", "The shop is closed on Sunday."},
		{"hi", "डिलीवरी मुफ़्त है।", "en", "Delivery is not free."},
		{"hi", "डिलीवरी हमेशा मुफ़्त है।", "en", "Delivery is free."},
		{"de", "Die Lieferung kostet 5 €, die Abholung 0 €.", "en", "Delivery costs 5 €."},
		{"de", "Der Rabatt beträgt 10 %.", "en", "The surcharge is 10 %."},
		{"de", "Sie bekommen das Geld zurück.", "en", "You get store credit, no money."},
		{"de", "Wir reparieren alle Fahrräder.", "en", "We repair some bicycles."},
		{"de", "Das Fahrrad ist neu.", "en", "The bicycle is used."},
		{"de", "Sie müssen bezahlen.", "en", "You can pay."},
		{"de", "Sie können bezahlen.", "en", "You must pay."},
		{"de", "Sie dürfen rauchen.", "en", "Smoking is forbidden."},
		{"de", "Ja.", "en", "Yes, if you are a member."},
		{"de", "Ja.", "en", "We ship to Spain."},
		{"de", "Nein, wir liefern.", "en", "Yes, we deliver."},
		{"de", "Bezahlung vor der Lieferung.", "en", "Payment after delivery."},
		{"de", "Wir haben 3 Fahrräder und 5 Helme.", "en", "We have 5 bicycles and 3 helmets."},
		{"de", "Fahrräder kosten 100 €, Helme 20 €.", "en", "Helmets cost 100 €, bicycles 20 €."},
		{"de", "Zweimal wöchentlich.", "en", "Three times a week."},
		{"de", "Der Eintritt kostet 5 € für Kinder.", "en", "Admission costs 5 € for students."},
		{"de", "Wir liefern bis Freitag.", "en", "We deliver from Friday."},
		{"de", "Offen bis 18:00.", "en", "Open from 18:00."},
		{"fr", "Ouvert jusqu'à 18h00.", "en", "Open from 18:00."},
		{"es", "Gratis hasta 60 €.", "en", "Free from 60 €."},
		{"es", "Gratis con más de 60 €.", "en", "Free under 60 €."},
		{"en", "Free from 60 €.", "de", "Kostenlos bis 60 €."},
		{"en", "Delivery within 5 days.", "de", "Lieferung nach 5 Tagen."},
		{"en", "It weighs 1,000 kg.", "en", "It weighs 1.000 kg."},
		{"de", "Es wiegt 1.500 kg.", "en", "It weighs 1.500 kg."},
		{"de", "Bringen Sie einen Pass oder eine Karte.", "en", "Bring a passport and a card."},
		{"en", "Delivery takes less than 5 days.", "de", "Die Lieferung dauert mehr als 5 Tage."},
	})
}

func TestAPlainStatementPasses(t *testing.T) {
	for _, s := range []said{
		{"en", "Delivery within 5 days.", "de", "Lieferung innerhalb von 5 Tagen."},
		{"de", "Hunde sind am Montag erlaubt.", "en", "Dogs are allowed on Mondays."},
		{"es", "El envío es gratis a partir de 60 €.", "en", "Shipping is free from 60 €."},
		{"de", "Der Versand ist ab 60 € kostenlos.", "en", "Shipping is free from 60 €."},
		{"fr", "Le magasin est fermé le dimanche.", "en", "The shop is closed on Sunday."},
		{"de", "Der Versand ist ab 1.500 € kostenlos.", "en", "Shipping is free from 1,500 €."},
		{"pt", "A loja está fechada no domingo.", "en", "The shop is closed on Sunday."},
		{"ar", "المحل مغلق يوم الأحد.", "en", "The shop is closed on Sunday."},
		{"hi", "दुकान रविवार को बंद है।", "en", "The shop is closed on Sunday."},
		{"en", "Sorry, but dogs are not allowed.", "en", "Dogs are not allowed."},
		{"en", "Hello! Opening hours: Monday - Friday, 9 am - 5 pm.", "en", "Opening hours: Monday - Friday, 9:00-17:00."},
	} {
		if err := check(s.language, s.text, s.from, s.of); err != nil {
			t.Errorf("%q is refused: %v", s.text, err)
		}
	}
}
