//! The life of exemptions as a state machine: whatever people do to them, in any order and on any day,
//! none counts that should not.
//!
//! Dates end things, and they begin some: a start, an approval, a confirmation, a review or a risk
//! assessment can be dated ahead. What holds is that from the last of those days on, a later day never
//! makes anything better while nobody changes the record.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use mfa_assess::facts::{
    Answer, Assessment, Change, Coverage, Entry, Event, Exemption, ExemptionId, Fingerprint, Gap,
    Logged,
};
use mfa_assess::questionnaire::{ExemptionKind, QuestionId, RequirementId, ScenarioId};
use mfa_assess::rules::{LifeStep, Outcome, Phase, Results, Standing};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::counting::{Read, in_force, is_approved, meets, read};
use crate::language::{ASKED, TODAY, answers, exemption};
use crate::properties::answer;

/// What falls short, so that every exemption has something to carry.
const SHORT: &str = "vpn-mfa=none vpn-accounts=4 hosting=own,cloud hosted-mfa=none hosted-accounts=4 hosted-location=no hosted-shared=no \
                     internal-mfa=none internal-accounts=3 internal-shared=no internal-path=only \
                     tn-used=ordinary tn-guests=no tn-defined=yes \
                     desktop-routes=rdp desktop-mfa=before desktop-same=yes";

/// The exemptions that a run begins with: kind, requirements, scenarios.
const BEGUN: [(&str, &str, &str); 5] = [
    ("SPECIFIC", "R1", "vpn"),
    ("SPECIFIC", "R1,R3", "vpn,internal-admins"),
    ("REASON", "R3", "internal-admins"),
    ("E1", "R1", "trusted-network"),
    ("E2", "R1", "remote-desktop"),
];

/// Something that is done.
#[derive(Debug, Clone)]
enum Deed {
    /// A field of an exemption gets any answer, or none.
    Write(usize, QuestionId, Option<Answer>),
    /// A field reads again as it does in a sound exemption.
    Mend(usize, QuestionId),
    /// What it covers changes.
    Scope(usize, BTreeSet<RequirementId>, BTreeSet<ScenarioId>),
    /// The decision is recorded anew, dated today, with a review in a year.
    Decide(usize, u8),
    Step(usize, LifeStep),
    /// The decision is recorded and approved in one go, as people do it.
    Renew(usize, u8),
    Undo,
    Redo,
    /// So many days pass.
    Pass(i64),
}

fn kind_of(which: usize) -> &'static ExemptionKind {
    let id = BEGUN[which].0.try_into().unwrap();
    ASKED.exemption_kind(&id).unwrap()
}

fn id(name: &str) -> QuestionId {
    name.try_into().unwrap()
}

fn sound(which: usize) -> Exemption {
    let (kind, requirements, scenarios) = BEGUN[which];
    exemption(kind, requirements, scenarios, "")
}

fn any_step() -> impl Strategy<Value = LifeStep> {
    let words = || select(vec!["", "MFA is enforced now"]).prop_map(str::to_owned);
    prop_oneof![
        3 => Just(LifeStep::Submit),
        5 => Just(LifeStep::Approve),
        4 => Just(LifeStep::Renew),
        3 => Just(LifeStep::DropRenewal),
        1 => words().prop_map(|how| LifeStep::Close { how }),
        1 => words().prop_map(|reason| LifeStep::Withdraw { reason }),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let write = |which: usize| {
        let questions: Vec<_> = kind_of(which).questions().collect();
        select(questions).prop_flat_map(move |question| {
            let given = prop::option::weighted(0.7, answer(question));
            given.prop_map(move |given| Deed::Write(which, question.id.clone(), given))
        })
    };
    let mend = |which: usize| {
        let fields: Vec<_> = sound(which).fields.into_keys().collect();
        select(fields).prop_map(move |field| Deed::Mend(which, field))
    };
    let scope = |which: usize| {
        let requirements: Vec<_> = ASKED.requirements.iter().map(|r| r.id.clone()).collect();
        let scenarios = ["vpn", "internal-admins", "hosting-admins"].map(|s| s.try_into().unwrap());
        let requirements = btree_set(select(requirements), 0..3);
        let scenarios = btree_set(select(scenarios.to_vec()), 0..3);
        (requirements, scenarios).prop_map(move |(r, s)| Deed::Scope(which, r, s))
    };
    // The specific kind has the most to break.
    let which = || select(vec![0, 0, 0, 1, 1, 2, 2, 3, 4]);
    prop_oneof![
        6 => which().prop_flat_map(write),
        6 => which().prop_flat_map(mend),
        1 => which().prop_flat_map(scope),
        3 => (which(), 0..4_u8).prop_map(|(which, minute)| Deed::Decide(which, minute)),
        8 => (which(), any_step()).prop_map(|(which, step)| Deed::Step(which, step)),
        5 => (which(), 0..40_u8).prop_map(|(which, minute)| Deed::Renew(which, minute)),
        4 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        3 => (0..250_i64).prop_map(Deed::Pass),
    ]
}

/// A record in memory, with the day on which people stand before it.
struct Machine {
    entries: Vec<Logged>,
    state: Assessment,
    today: Date,
    /// What each exemption read and covered, without what is kept up, whenever an approval of it was
    /// recorded. It is not asked for what was approved, but what was there to be approved.
    approved: Vec<(usize, Read)>,
}

fn number(which: usize) -> ExemptionId {
    ExemptionId(u32::try_from(which).unwrap() + 1)
}

impl Machine {
    fn new() -> Self {
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::Value::Null),
        };
        let mut machine = Self {
            entries: vec![],
            state: Assessment::default(),
            today: TODAY.parse().unwrap(),
            approved: vec![],
        };
        machine.log(created);
        for (question, answer) in answers(SHORT) {
            machine.log(Event::Changed(Change::Answer(question, Some(answer))));
        }
        for which in 0..BEGUN.len() {
            let sound = sound(which);
            machine.scope(which, sound.requirements, sound.scenarios);
            for (question, answer) in sound.fields {
                let exemption = number(which);
                machine.log(Event::Changed(Change::Field(
                    exemption,
                    question,
                    Some(answer),
                )));
            }
        }
        machine
    }

    fn log(&mut self, event: Event) {
        let seq = self.entries.len() as u64 + 1;
        let entry = Entry {
            v: event.format(),
            seq,
            at: jiff::Timestamp::UNIX_EPOCH,
            by: String::new(),
            why: None,
            event,
            prev: None,
        };
        let fingerprint = Fingerprint::of(&seq.to_le_bytes());
        self.entries.push(Logged { entry, fingerprint });
        self.state = Assessment::fold(&self.entries).unwrap();
    }

    fn scope(
        &mut self,
        which: usize,
        requirements: BTreeSet<RequirementId>,
        scenarios: BTreeSet<ScenarioId>,
    ) {
        self.log(Event::Changed(Change::Coverage(
            number(which),
            Coverage {
                kind: kind_of(which).id.clone(),
                requirements,
                scenarios,
                systems: [].into(),
            },
        )));
    }

    fn write(&mut self, which: usize, question: QuestionId, given: Option<Answer>) {
        let exemption = number(which);
        self.log(match given {
            Some(answer) => Event::Changed(Change::Field(exemption, question, Some(answer))),
            None => Event::Changed(Change::Field(exemption, question, None)),
        });
    }

    fn exemption(&self, which: usize) -> &Exemption {
        &self.state.exemptions[&number(which)]
    }

    fn step(&mut self, which: usize, step: LifeStep) -> Result<(), Vec<String>> {
        let before = self.exemption(which).clone();
        let events = before.take(number(which), &ASKED, kind_of(which), step, self.today)?;
        for event in events {
            self.log(event);
        }
        Ok(())
    }

    fn decide(&mut self, which: usize, minute: u8) {
        let kind = kind_of(which);
        let next = self.today.checked_add(12.months()).unwrap();
        for (field, given) in [
            ("approved-on", Answer::Date(self.today)),
            ("next-review", Answer::Date(next)),
            ("minute", Answer::Text(format!("M-{minute}"))),
        ] {
            if kind.question(&id(field)).is_some() {
                self.write(which, id(field), Some(given));
            }
        }
    }

    fn results(&self, day: Date) -> Results {
        Results::of(&ASKED, &self.state, day)
    }

    /// Does it, and holds it against what each deed promises.
    fn act(&mut self, deed: Deed) -> Result<(), TestCaseError> {
        match deed {
            Deed::Write(which, question, given) => self.edited(which, |machine| {
                machine.write(which, question, given);
            })?,
            Deed::Mend(which, question) => self.edited(which, |machine| {
                let given = sound(which).fields.remove(&question);
                machine.write(which, question, given);
            })?,
            Deed::Scope(which, requirements, scenarios) => self.edited(which, |machine| {
                machine.scope(which, requirements, scenarios);
            })?,
            Deed::Decide(which, minute) => self.decide(which, minute),
            Deed::Step(which, step) => self.stepped(which, step)?,
            Deed::Renew(which, minute) => {
                self.decide(which, minute);
                self.stepped(which, LifeStep::Approve)?;
            }
            Deed::Undo => {
                if let Some(logged) = Assessment::undoable(&self.entries) {
                    let seq = logged.entry.seq;
                    self.log(Event::Undone { seq });
                }
            }
            Deed::Redo => {
                if let Some(logged) = Assessment::redoable(&self.entries) {
                    let seq = logged.entry.seq;
                    self.log(Event::Redone { seq });
                }
            }
            Deed::Pass(days) => self.today = self.today.checked_add(days.days()).unwrap(),
        }
        Ok(())
    }

    /// An edit of what was relied on resets the approval, says so before, and undoing it restores both.
    fn edited(&mut self, which: usize, edit: impl FnOnce(&mut Self)) -> Result<(), TestCaseError> {
        let kind = kind_of(which);
        let before = self.exemption(which).clone();
        let counted = before.standing(&ASKED, kind, self.today).counts();
        edit(self);
        let after = self.exemption(which).clone();
        let has_changed = read(BEGUN[which].0, &before) != read(BEGUN[which].0, &after);
        // Written back as it was approved, it stands again: that needs no new decision.
        let stood = is_approved(BEGUN[which].0, &before);
        if has_changed && kind.approval.is_some() && !before.life.renewing && stood {
            let standing = after.standing(&ASKED, kind, self.today);
            prop_assert!(!standing.counts(), "{:?}", after);
            let changed = after.fields.keys().chain(before.fields.keys());
            let mut changed = changed.filter(|id| before.fields.get(*id) != after.fields.get(*id));
            let is_ended = matches!(
                standing,
                Standing::Closed { .. } | Standing::Withdrawn { .. }
            );
            let told = before.would_reset(kind, changed.next());
            prop_assert!(told || is_ended, "it was not said that this resets");
            prop_assert!(!told || !is_ended, "nothing is left to reset");
        }
        let results = self.results(self.today);
        let last = self.entries.last().unwrap().entry.seq;
        self.log(Event::Undone { seq: last });
        prop_assert_eq!(self.exemption(which), &before);
        let undone = self
            .exemption(which)
            .standing(&ASKED, kind, self.today)
            .counts();
        prop_assert_eq!(undone, counted, "undoing restores what stood");
        self.log(Event::Redone { seq: last });
        prop_assert_eq!(self.results(self.today), results);
        Ok(())
    }

    /// A step keeps to its promise.
    fn stepped(&mut self, which: usize, step: LifeStep) -> Result<(), TestCaseError> {
        let kind = kind_of(which);
        let before = self.exemption(which).clone();
        let standing = before.standing(&ASKED, kind, self.today);
        let count = self.entries.len();
        let taken = self.step(which, step.clone());
        let after = self.exemption(which).clone();
        if let Err(says) = taken {
            prop_assert!(!says.is_empty() && says.iter().all(|s| s.ends_with('.')));
            prop_assert_eq!(self.entries.len(), count);
            return Ok(());
        }
        prop_assert!(
            !matches!(
                standing,
                Standing::Closed { .. } | Standing::Withdrawn { .. }
            ),
            "what has ended takes no step"
        );
        let kept = &after.life.approvals[..before.life.approvals.len()];
        prop_assert_eq!(
            kept,
            &before.life.approvals[..],
            "earlier approvals stay in view"
        );
        match step {
            LifeStep::Approve => {
                self.approved.push((which, read(BEGUN[which].0, &after)));
                prop_assert_eq!(after.life.approvals.len(), kept.len() + 1);
                let decision = |fields: &BTreeMap<QuestionId, Answer>| {
                    let decision = &kind.approval.as_ref().unwrap().decision;
                    let said = decision.iter().map(|id| fields.get(id).cloned());
                    said.collect::<Vec<_>>()
                };
                for earlier in kept {
                    let is_new = decision(&earlier.fields) != decision(&after.fields);
                    prop_assert!(is_new, "an approval needs a new decision");
                }
                let Some(Answer::Date(on)) = after.fields.get(&id("approved-on")) else {
                    panic!("an approval has a date")
                };
                prop_assert!(*on <= self.today);
                prop_assert!(after.fields.contains_key(&id("approver")));
                prop_assert_eq!(after.life.submitted, None);
            }
            LifeStep::Submit | LifeStep::Renew => {
                prop_assert_eq!(&after.fields, &before.fields);
                let now = after.standing(&ASKED, kind, self.today);
                prop_assert_eq!(now, standing, "neither makes nor breaks anything");
            }
            LifeStep::DropRenewal => {
                let last = before.life.approvals.last().unwrap();
                prop_assert_eq!(&after.relied(kind), last, "exactly what was approved");
                let now = after.standing(&ASKED, kind, self.today);
                prop_assert_eq!(now, standing, "what was in force stays in force");
            }
            LifeStep::Close { .. } | LifeStep::Withdraw { .. } => {
                prop_assert!(!after.standing(&ASKED, kind, self.today).counts());
                self.is_as_without(which)?;
            }
        }
        Ok(())
    }

    /// The outcomes are those that there would be without this exemption, and the answers are those
    /// that were given.
    fn is_as_without(&self, which: usize) -> Result<(), TestCaseError> {
        let mut without = self.state.clone();
        without.exemptions.remove(&number(which));
        let without = Results::of(&ASKED, &without, self.today);
        prop_assert_eq!(outcomes(&self.results(self.today)), outcomes(&without));
        prop_assert_eq!(&self.state.answers, &answers(SHORT));
        Ok(())
    }

    /// What holds at any time.
    fn holds(&self, later: i64) -> Result<(), TestCaseError> {
        for (which, (kind, ..)) in BEGUN.iter().enumerate() {
            let exemption = self.exemption(which);
            let counts = exemption
                .standing(&ASKED, kind_of(which), self.today)
                .counts();
            let meets = meets(kind, exemption, self.today);
            prop_assert_eq!(counts, meets, "{:?} on {}", exemption, self.today);
            if counts && kind_of(which).approval.is_some() {
                let in_force = in_force(exemption);
                let was_approved = self.approved.contains(&(which, read(kind, &in_force)));
                prop_assert!(was_approved, "nobody approved this: {:?}", in_force);
            }
            if exemption.withdrawn.is_some() || exemption.life.closed.is_some() {
                self.is_as_without(which)?;
            }
        }
        // From the last day on that something begins, nothing gets better.
        let begins = self.state.exemptions.values().flat_map(arrivals).max();
        let from = begins.map_or(self.today, |day| day.max(self.today));
        let then = from.checked_add(later.days()).unwrap();
        nothing_gets_better(&self.results(from), &self.results(then))
    }
}

/// The days on which something in an exemption begins, or will have happened.
fn arrivals(exemption: &Exemption) -> Vec<Date> {
    let approved = exemption.life.approvals.last().into_iter();
    let fields = approved
        .flat_map(|relied| &relied.fields)
        .chain(&exemption.fields);
    let ids = [
        "start",
        "risk-date",
        "approved-on",
        "last-review",
        "confirmed-on",
    ];
    let dates = fields.filter_map(|(id, answer)| match answer {
        Answer::Date(day) if ids.contains(&id.as_str()) => Some(*day),
        _ => None,
    });
    dates.collect()
}

fn outcomes(results: &Results) -> Vec<(String, Outcome)> {
    let scenarios = results.scenarios.iter();
    let found = scenarios.flat_map(|s| {
        let findings = s.findings.iter();
        findings.map(|f| (format!("{} {}", s.id, f.requirement), f.outcome))
    });
    let requirements = results.requirements.iter();
    found
        .chain(requirements.map(|r| (r.id.to_string(), r.outcome)))
        .collect()
}

/// An outcome on a scale; a smaller number is better.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotApplicable => 0,
        Outcome::Met => 1,
        Outcome::MetByExemption => 2,
        Outcome::PartlyMet => 3,
        Outcome::DontKnow => 4,
        Outcome::NotAnswered | Outcome::NotAsked => 5,
        Outcome::NotMet => 6,
    }
}

fn nothing_gets_better(now: &Results, then: &Results) -> Result<(), TestCaseError> {
    for ((what, was), (_, is)) in outcomes(now).into_iter().zip(outcomes(then)) {
        prop_assert!(rank(is) >= rank(was), "{}: {:?}, then {:?}", what, was, is);
    }
    for gap in &now.gaps {
        prop_assert!(then.gaps.contains(gap), "{:?} closes by itself", gap);
    }
    for (id, was) in &now.exemptions {
        let is = &then.exemptions[id];
        prop_assert!(was.counts() || !is.counts(), "{} comes back by itself", id);
    }
    for (id, was) in &now.phases {
        let is = then.phases[id];
        let moves = matches!(
            (was, is),
            (Phase::Approved, Phase::DueForReview | Phase::Expired)
                | (Phase::DueForReview, Phase::Expired)
        );
        prop_assert!(moves || *was == is, "{}: {:?}, then {:?}", id, was, is);
    }
    let lapsed = |results: &Results| {
        let gaps = results.gaps.iter();
        let lapsed = gaps.filter(|gap| matches!(gap, Gap::Exemption(_)));
        lapsed.count()
    };
    prop_assert!(lapsed(then) >= lapsed(now));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_path_leads_to_an_exemption_that_counts_and_should_not(
        deeds in vec((deed(), 0..800_i64), 1..30),
    ) {
        let mut machine = Machine::new();
        for which in 0..3 {
            machine.stepped(which, LifeStep::Approve)?;
        }
        machine.holds(400)?;
        for (deed, later) in deeds {
            machine.act(deed)?;
            machine.holds(later)?;
        }
    }
}

/// The steps that a person takes, with what is in force all the time.
#[test]
fn a_renewal_keeps_the_approval_in_force_until_it_is_approved_or_dropped() {
    let mut machine = Machine::new();
    machine.step(0, LifeStep::Approve).unwrap();
    let approved = machine.exemption(0).clone();
    let counts = |m: &Machine| {
        m.exemption(0)
            .standing(&ASKED, kind_of(0), m.today)
            .counts()
    };
    assert!(counts(&machine));

    machine.step(0, LifeStep::Renew).unwrap();
    machine.write(0, id("why"), Some(Answer::Text("older still".into())));
    // More than 12 months after the old approval, and in order after the new one.
    let next = Answer::Date("2027-10-15".parse().unwrap());
    machine.write(0, id("next-review"), Some(next));
    assert!(counts(&machine), "the renewal is a draft of its own");
    machine.step(0, LifeStep::DropRenewal).unwrap();
    assert_eq!(
        *machine.exemption(0),
        approved,
        "what was written for the renewal goes with it"
    );

    machine.step(0, LifeStep::Renew).unwrap();
    machine.write(0, id("why"), Some(Answer::Text("older still".into())));
    let refused = machine.step(0, LifeStep::Approve).unwrap_err();
    assert!(refused[0].contains("still reads as it did"), "{refused:?}");
    machine.decide(0, 20);
    machine.step(0, LifeStep::Approve).unwrap();
    assert!(counts(&machine));
    let life = &machine.exemption(0).life;
    assert_eq!(life.approvals.len(), 2);
    assert_eq!(life.approvals[0], approved.life.approvals[0]);
}

#[test]
fn a_decision_taken_twice_ago_is_no_new_one() {
    let mut machine = Machine::new();
    machine.decide(0, 1);
    machine.step(0, LifeStep::Approve).unwrap();
    machine.decide(0, 2);
    machine.step(0, LifeStep::Approve).unwrap();
    machine.decide(0, 1);
    let refused = machine.step(0, LifeStep::Approve).unwrap_err();
    assert!(refused[0].contains("Record the new one"), "{refused:?}");
}

/// A day that a kind names ends an exemption also where no condition of the file repeats it.
#[test]
fn a_last_day_and_a_review_end_it_by_themselves() {
    for (end, says) in [
        ("expiry", "It ended on 30 June 2027."),
        ("next-review", "Its review was due on 2 March 2027."),
    ] {
        let mut kind = kind_of(0).clone();
        kind.conditions
            .retain(|c| !["X5", "X6", "expiry", "risk-age"].contains(&c.id.as_str()));
        if end == "expiry" {
            kind.review = None;
        } else {
            kind.expiry = None;
        }
        let mut exemption = sound(0);
        exemption.life.approvals = vec![exemption.relied(&kind)];
        let Some(Answer::Date(last)) = exemption.fields.get(&id(end)).cloned() else {
            panic!("{end}")
        };
        let valid = Standing::Valid { until: Some(last) };
        assert_eq!(exemption.standing(&ASKED, &kind, last), valid);
        let after = exemption.standing(&ASKED, &kind, last.tomorrow().unwrap());
        let Standing::NotValid { unmet } = after else {
            panic!("{end} is past, and it counts")
        };
        let told: Vec<(Option<&str>, &str)> = unmet
            .iter()
            .map(|u| (u.field.as_ref().map(|f| f.as_str()), u.says.as_str()))
            .collect();
        assert_eq!(told, [(Some(end), says)]);
    }
}
