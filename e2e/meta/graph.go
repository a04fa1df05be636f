package meta

import "net/http"

// node describes one number, Flow or file of the business.
func (m *Meta) node(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("node")
	numbers := map[string]string{m.business.Number: "+1 555-010-0000", m.business.Spare: "+1 555-010-0002"}
	if display := numbers[id]; display != "" {
		answer(w, http.StatusOK, Object{
			"id": id, "display_phone_number": display, "verified_name": m.business.Name, "quality_rating": "GREEN",
		})
	} else if name := m.business.Flows[id]; name != "" {
		answer(w, http.StatusOK, Object{"id": id, "name": name, "status": "PUBLISHED"})
	} else if f, ok := m.file(id); ok {
		answer(w, http.StatusOK, f.metadata(id, m.files+id))
	} else {
		notFound(w)
	}
}

// edge lists the numbers, apps or templates of the account.
func (m *Meta) edge(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("node") != m.business.WABA {
		notFound(w)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	lists := map[string][]Object{
		"phone_numbers":     {{"id": m.business.Number}, {"id": m.business.Spare}},
		"subscribed_apps":   {{"whatsapp_business_api_data": Object{"name": "Kettle app"}}},
		"message_templates": m.templates,
	}
	list, known := lists[r.PathValue("edge")]
	if !known {
		notFound(w)
		return
	}
	answer(w, http.StatusOK, Object{"data": list})
}

func notFound(w http.ResponseWriter) {
	refuse(w, http.StatusBadRequest, 100, "Unsupported get request. Object does not exist")
}
