package factcheck_test

import "testing"

// Answers that a hostile reader made of true words, by their kinds. The passages are of many fields.

func refusesAll(t *testing.T, all []said) {
	t.Helper()
	for _, s := range all {
		if check(s.language, s.text, s.from, s.of) == nil {
			t.Errorf("%q passes with %q", s.text, s.of)
		}
	}
}

func TestAPartThatIsLeftOutIsRefused(t *testing.T) {
	refusesAll(t, []said{
		{"en", "Shipping is free.", "en", "Shipping is free for orders over 60 €."},
		{"en", "Children eat free.", "en", "Children under 6 eat free."},
		{"en", "We refund the price.", "en", "We refund the price unless the item was opened."},
		{"en", "We deliver to all countries.", "en", "We deliver to all countries except Switzerland."},
		{"en", "We deliver to all countries.", "en", "We deliver to all countries. Except Switzerland."},
		{"en", "We deliver to Switzerland.", "en", "Except to Switzerland we deliver everywhere."},
		{"en", "We deliver to Switzerland.", "en", "We deliver to Germany, but not to Switzerland."},
		{"en", "Delivery takes longer than 5 days.", "en", "Delivery rarely takes longer than 5 days."},
		{"en", "We sell electric bicycles.", "en", "We stopped selling electric bicycles."},
		{"en", "Students pay 10 %.", "en", "Students pay 10 % less."},
		{"en", "It costs 25 €.", "en", "It costs from 25 €."},
		{"de", "Es kostet 25 €.", "de", "Es kostet ab 25 €."},
		{"en", "Tickets cost 20 €.", "en", "Tickets cost 20 € each."},
		{"en", "It takes 2 working days.", "en", "It takes 2 to 5 working days."},
		{"en", "You get 35 % off.", "en", "If your frame breaks in a fall within 3 years, you get 35 % off."},
		{"de", "Der Versand ist kostenlos.", "de", "Der Versand ist kostenlos, wenn Sie online bestellen."},
		{"es", "El envío es gratis.", "es", "El envío es gratis si compra en línea."},
		{"fr", "Nous remboursons le prix.", "fr", "Nous remboursons le prix, sauf si l'article est ouvert."},
		{"pt", "Devolvemos o dinheiro.", "pt", "Devolvemos o dinheiro, exceto em promoções."},
		{"ar", "التوصيل مجاني.", "ar", "التوصيل مجاني إذا طلبتم عبر الموقع."},
		{"hi", "डिलीवरी मुफ़्त है।", "hi", "अगर आप ऑनलाइन ऑर्डर करें तो डिलीवरी मुफ़्त है।"},
		{"en", "Delivery is free.", "en", "Delivery is free. However, islands are excluded."},
		{"en", "Delivery is free.", "en", "Delivery is free. This does not apply to islands."},
		{"en", "Delivery is free.", "en", "Delivery is free\nfor members."},
		{"en", "Free entry.", "en", "Only for members:\n\n- Free entry."},
		{"en", "You may deliver on Sunday.", "en", "May you deliver on Sunday? No."},
		{"en", "Delivery takes 5 days.", "en", "Delivery takes 5+ days."},
		{"de", "Der Versand ist kostenlos.", "en", "Shipping is free if you order online."},
		{"fr", "Nous remboursons le prix.", "en", "We refund the price unless the item was opened."},
		{"de", "Die Lieferung dauert länger als 5 Tage.", "en", "Delivery rarely takes longer than 5 days."},
		{"es", "Es gratis.", "de", "Es ist in der Regel kostenlos."},
		{"de", "Kinder essen kostenlos.", "en", "Children under 6 eat free."},
		{"en", "It costs 25 €.", "de", "Es kostet ab 25 €."},
		{"pt", "Enviamos para todos os países.", "en", "We ship to all countries except Switzerland."},
		{"ar", "نعيد المبلغ.", "en", "We refund the money within 14 days only."},
		{"de", "Die Fahrt dauert eine Stunde.", "en", "The ride takes half an hour."},
	})
}

func TestASentenceOfNothingIsRefused(t *testing.T) {
	of := "You pay the return shipping. We give you 20 €. The heater is off. Bring a passport or a licence. " +
		"It is valid until Monday."
	refusesAll(t, []said{
		{"en", "Sure, you will get that from us, too.", "en", of},
		{"en", "Yes we do, and you will get it with that.", "en", of},
		{"de", "Ja das machen wir gern.", "de", "Die Lieferung kostet 5 €."},
		{"en", "We pay the return shipping.", "en", of},
		{"en", "You give us 20 €.", "en", of},
		{"en", "The heater is on.", "en", of},
		{"en", "Bring a passport and a licence.", "en", of},
		{"en", "It is valid from Monday.", "en", of},
		{"en", "It was valid until Monday.", "en", of},
		{"en", "Hello. Sorry.", "en", of},
		{"en", "Yes.", "en", of},
		{"ar", "نعم، نفعل ذلك.", "ar", "التوصيل مجاني."},
	})
}

func TestPunctuationDoesNotBindOtherwise(t *testing.T) {
	gym, hours := "The monthly membership is 39 €, the yearly one 390 €.", "Saturday: 10:00 to 14:00. Sunday: closed."
	refusesAll(t, []said{
		{"en", "Yearly membership: 39 €. Monthly membership: 390 €.", "en", gym},
		{"en", "The yearly membership? It is 39 €.", "en", gym},
		{"en", "The monthly membership is 390 €, the yearly one 39 €.", "en", gym},
		{"en", "The monthly membership is 39 €. The yearly one 39 €.", "en", gym},
		{"en", "A bicycle, of course, costs 12.50 €.", "en", "A parcel costs 12.50 €, a bicycle 89 €."},
		{"en", "A bicycle (12.50 €).", "en", "A parcel costs 12.50 €, a bicycle 89 €."},
		{"en", "12.50 € for a bicycle, 89 € for a parcel.", "en", "A parcel costs 12.50 €, a bicycle 89 €."},
		{"en", "Sunday: 10:00 to 14:00.", "en", hours},
		{"en", "Sunday, 10:00 to 14:00: Saturday closed.", "en", hours},
		{"en", "Sunday: closed Saturday.", "en", hours},
		{
			"en", "On Saturday, we are open from 9:00 to 17:00.", "en",
			"From Monday to Friday, we are open from 9:00 to 17:00, on Saturday, until 14:00.",
		},
		{"en", "No passenger planes allow batteries.", "en", "No. Passenger planes allow batteries."},
		{"de", "Sonntag: 10:00 bis 14:00.", "en", hours},
	})
}

func TestDenominatorsAndFiguresAreReadWhole(t *testing.T) {
	refusesAll(t, []said{
		{"de", "Das Parken kostet 5 € pro Tag.", "en", "Parking costs 5 € per hour."},
		{"pt", "O quarto custa 90 € por semana.", "en", "The room costs 90 € per night."},
		{"de", "Das Frühstück kostet 14 € pro Zimmer.", "en", "Breakfast costs 14 € per person."},
		{"fr", "L'abonnement coûte 39 € par an.", "en", "The membership costs 39 € a month."},
		{"en", "The car costs ₹1.5.", "en", "The car costs ₹1,50,000."},
		{"en", "It costs 2.5 euros.", "en", "It costs 2.5 million euros."},
		{"en", "It costs 5 €.", "en", "It costs 5 thousand €."},
		{"en", "We have 12 bikes.", "en", "We have two dozen bikes."},
		{"en", "Store it at 20 °C.", "en", "Store it at -20 °C."},
		{"de", "Lagern Sie ihn bei 20 °C.", "en", "Store it at -20 °C."},
		{"de", "Die Aktion endet am 1.1.", "de", "Die Aktion endet am 1.10."},
		{"en", "It takes 51 hours.", "en", "It takes 5½ hours."},
		{"en", "It takes 5 hours.", "en", "It takes 5½ hours."},
		{"en", "It takes an hour.", "en", "It takes half an hour."},
		{"en", "We close at six.", "en", "We close at half past six."},
		{"de", "Es endet am 04.03.2026.", "en", "It ends on 04/03/2026."},
		{"en", "The area is 20 m.", "en", "The area is 20 m²."},
	})
}

func TestNumbersAndUnitsThatTheLexiconDoesNotKnow(t *testing.T) {
	refusesAll(t, []said{
		{"de", "Sie können es innerhalb von fünfunddreißig Tagen zurückgeben.", "en", "You can return it within 30 days."},
		{"de", "Es kostet hundertfünfzig Euro.", "en", "It costs 20 €."},
		{"de", "Das Fahrrad kostet hundertfünfzig Euro.", "en", "We sell bicycles."},
		{"pt", "A bicicleta custa quinhentos euros.", "en", "We sell the bicycle."},
		{"hi", "पार्सल पैंतीस रुपये का है।", "en", "The parcel is sent."},
		{"en", "The bike comes ninety-one per cent built.", "de", "Das Rad kommt zu 90 % aufgebaut."},
		{"es", "La bicicleta cuesta noventa y un euros.", "en", "The bicycle costs 90 €."},
		{"ar", "تصل الدراجة مركّبة بنسبة واحد وتسعون %.", "en", "The bike comes 90 % built."},
		{"de", "Nehmen Sie 5 ml.", "en", "Take 5 mg."},
		{"de", "Es wiegt 5 Unzen.", "en", "It weighs 5 lb."},
		{"de", "Es sind 80 °F.", "en", "It is 80 °C."},
		{"de", "Es kostet 100 CZK.", "en", "It costs 100 PLN."},
		{"de", "Es kostet 100 Kronen.", "en", "It costs 100 zloty."},
		{"de", "Wir haben 2 Billionen Kunden.", "en", "We have 2 billion customers."},
		{"en", "It costs 100 dollars.", "pt", "Custa R$ 100."},
		{"pt", "A multa é de $ 0,50 por dia.", "pt", library},
		{"en", "The fine is $ 0.50 a day.", "pt", library},
	})
}

func TestANameForAnotherIsRefused(t *testing.T) {
	refusesAll(t, []said{
		{"en", "We ship with UPS.", "en", "We ship with DHL."},
		{"de", "Wir versenden mit UPS.", "en", "We ship with DHL."},
		{"de", "Sie zahlen mit Klarna.", "en", "You pay with PayPal."},
		{"fr", "Vous payez avec Klarna.", "en", "You pay with PayPal."},
		{"de", "Sie zahlen mit PayPal.", "en", "You pay with Klarna."},
		{"de", "UPS bringt das Paket.", "en", "DHL brings the parcel."},
		{"de", "Sie zahlen mit Adyen.", "en", "You pay with Klarna."},
		{"de", "Sie zahlen 5 € mit Adyen.", "en", "You pay 5 € with Klarna."},
	})
}

// A phone number with its country is a link in a translation, too: its plus is no sign of a sum.
func TestAnotherPhoneNumberIsAnotherLink(t *testing.T) {
	const of = "You can call us at +49 170 1234567."
	if err := check("de", "Sie können uns unter +49 170 1234567 anrufen.", "en", of); err != nil {
		t.Error(err)
	}
	refusesAll(t, []said{{"de", "Sie können uns unter +49 170 7654321 anrufen.", "en", of}})
}
