package factcheck_test

import "testing"

// Passages of other fields than the shop's.
const (
	hotel = "Breakfast is served from 7:00 to 10:30 and costs 14 € per person. Children under 6 eat free. On weekends " +
		"it ends at 11:00. We do not serve dinner."
	clinic = "New patients need an appointment; the first visit takes 45 minutes and costs 80 $. Bring your insurance " +
		"card and a list of your medicines. You can cancel up to 24 hours before the visit without a fee."
	gym = "The monthly membership is 39 €, the yearly one 390 €. You may pause it for up to 3 months a year. Guests pay " +
		"12 € a day and must show an ID."
	library = "Você pode emprestar até 10 livros por 21 dias. A multa por atraso é de R$ 0,50 por dia. Renove em " +
		"biblio.example/renovar até 2 dias antes do prazo."
)

type said struct{ language, text, from, of string }

func TestHonestAnswersOfOtherFieldsPass(t *testing.T) {
	for _, s := range []said{
		{"en", "Breakfast is served from 7:00 to 10:30 and costs 14 euros per person.", "en", hotel},
		{"en", "Breakfast is served from 7:00–10:30 and costs €14 per person.", "en", hotel},
		{"en", "Children under 6 eat free. On weekends it ends at 11 am.", "en", hotel},
		{"en", "Children under 6 eat free of charge.", "en", hotel},
		{"en", "We're sorry, but we do not serve dinner.", "en", hotel},
		{"pt", "O café da manhã é servido das 7:00 às 10:30 e custa 14 € por pessoa.", "en", hotel},
		{"pt", "Crianças com menos de 6 anos comem de graça. Nos fins de semana termina às 11:00.", "en", hotel},
		{"de", "Kinder unter 6 Jahren essen kostenlos.", "en", hotel},
		{"ar", "يقدم الفطور من 7:00 إلى 10:30 ويكلف 14 € للشخص.", "en", hotel},
		{"ar", "لا نقدم العشاء.", "en", hotel},
		{"en", "The first visit takes 45 minutes and costs $80.", "en", clinic},
		{"en", "Please bring your insurance card and a list of your medicines.", "en", clinic},
		{"de", "Sie können bis zu 24 Stunden vor dem Besuch kostenlos absagen.", "en", clinic},
		{"es", "La primera visita dura 45 minutos y cuesta 80 $.", "en", clinic},
		{"en", "Guests pay 12 € per day and must show an ID.", "en", gym},
		{"de", "Die monatliche Mitgliedschaft kostet 39 €, die jährliche 390 €.", "en", gym},
		{"hi", "मासिक सदस्यता 39 € है और वार्षिक 390 €।", "en", gym},
		{"fr", "Les invités paient 12 € par jour et doivent présenter une pièce d'identité.", "en", gym},
		{"pt", "Você pode emprestar até 10 livros por 21 dias.", "pt", library},
	} {
		if err := check(s.language, s.text, s.from, s.of); err != nil {
			t.Errorf("%q is refused: %v", s.text, err)
		}
	}
}

func TestLiesOfOtherFieldsDoNotPass(t *testing.T) {
	for _, s := range []said{
		{"en", "Breakfast ends at 11:00.", "en", hotel},
		{"en", "We do not serve dinner. On weekends it ends at 11:00.", "en", hotel},
		{"en", "Children under 14 eat free.", "en", hotel},
		{"en", "We serve dinner.", "en", hotel},
		{"en", "Dinner is served from 7:00 to 10:30.", "en", hotel},
		{"en", "Breakfast costs 6 € per person.", "en", hotel},
		{"pt", "Servimos jantar.", "en", hotel},
		{"pt", "O jantar é servido das 7:00 às 10:30 e custa 14 € por pessoa.", "en", hotel},
		{"ar", "نقدم العشاء.", "en", hotel},
		{"en", "You can cancel up to 45 minutes before the visit without a fee.", "en", clinic},
		{"en", "You can cancel for a fee up to 24 hours before the visit.", "en", clinic},
		{"en", "You need no insurance card.", "en", clinic},
		{"en", "The yearly membership is 39 €, the monthly one 390 €.", "en", gym},
		{"en", "Guests must not show an ID.", "en", gym},
		{"en", "Members pay 12 € a day.", "en", gym},
		{"de", "Mitglieder zahlen 12 € am Tag und müssen einen Ausweis zeigen.", "en", gym},
		{"de", "Die jährliche Mitgliedschaft kostet 39 €, die monatliche 390 €.", "en", gym},
		{"pt", "Você pode emprestar até 21 livros por 10 dias.", "pt", library},
	} {
		if check(s.language, s.text, s.from, s.of) == nil {
			t.Errorf("%q passes", s.text)
		}
	}
}
