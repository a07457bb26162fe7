//! What has happened and is said to have happened on a day that is still to come, beside the questions
//! of scenarios: their clashes are among the results.

use super::points::{Concerns, Points, numbered};
use super::{PointKind, Spot};
use crate::rules::registers::early;

impl Points<'_> {
    pub(super) fn early(&mut self) {
        self.early_in_exemptions();
        self.early_in_registers();
    }

    fn early_in_exemptions(&mut self) {
        let (asked, state, today) = (self.questionnaire, self.state, self.today);
        for (id, exemption) in &state.exemptions {
            let kind = asked.exemption_kind(&exemption.kind);
            let Some(kind) = kind.filter(|_| !exemption.is_over()) else {
                continue;
            };
            for (question, says) in exemption.early(kind, today) {
                let at = Spot::Exemption(*id, Some(question.id.clone()));
                // Where a condition reads it, the gap is told already.
                if !self.found.iter().any(|(_, point)| point.at == at) {
                    let says = format!("{}: {says}", numbered(id, &exemption.name(kind)));
                    self.add(self.of_exemption(*id), PointKind::Clash, says, at);
                }
            }
        }
    }

    fn early_in_registers(&mut self) {
        let (asked, state, today) = (self.questionnaire, self.state, self.today);
        let systems = asked.systems.iter().flat_map(|register| {
            let systems = state.systems.iter();
            systems.map(|(id, system)| (*id, &register.form, &system.fields))
        });
        for (id, form, fields) in systems {
            let name = numbered(&id, form.name_of(fields));
            let says = early(form, fields, today);
            self.early_at(&name, says, &Concerns::default(), &Spot::System(id));
        }
        let evidence = asked.evidence.iter().flat_map(|list| {
            let evidence = state.listed.iter();
            evidence.map(|(id, evidence)| (*id, &list.form, &evidence.fields))
        });
        for (id, form, fields) in evidence {
            let name = numbered(&id, form.name_of(fields));
            let says = early(form, fields, today);
            self.early_at(&name, says, &self.of_evidence(id), &Spot::Evidence(id));
        }
    }

    fn early_at(&mut self, name: &str, says: Vec<String>, about: &Concerns, at: &Spot) {
        for says in says {
            let says = format!("{name}: {says}");
            self.add(about.clone(), PointKind::Clash, says, at.clone());
        }
    }
}
