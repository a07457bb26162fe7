//! What a merge would do, or has done, in words and for machines.

use std::iter;

use serde_json::{Value, json};

use super::Pair;
use super::joined::sign_offs;
use crate::facts::{Logged, Merge, SignOff};
use crate::history::{Choice, Item, Plan, Said, change_words, joined, moment, named};
use crate::record::name_of;
use crate::text::{clean_line, counted, date_words};

/// What is to be told of a merge.
pub(super) struct Told<'a> {
    /// The two records.
    pub pair: &'a Pair<'a>,
    /// What joining them does.
    pub plan: &'a Plan,
    /// The event, with what was chosen so far.
    pub merge: &'a Merge,
    /// What was chosen for each conflict, as far as that is known.
    pub choices: &'a [Choice],
}

impl Told<'_> {
    /// What is taken over, what conflicts, and what is not taken. Conflicts that are asked about
    /// next are only counted.
    pub(super) fn words(&self, asks: bool) -> String {
        let Told { pair, plan, .. } = self;
        let (a, b) = (&pair.a_name, &pair.b_name);
        let more = counted(pair.since(plan), "line");
        let mut lines = vec![match plan.common {
            0 => format!("{a} and {b} began apart. {b} has {more}."),
            common => {
                let shared = match common {
                    1 => "the first entry".to_owned(),
                    more => format!("the first {more} entries"),
                };
                format!("{a} and {b} share {shared}. {b} has {more} after that.")
            }
        }];
        lines.push(match plan.taken.len() {
            0 => format!("Nothing is taken over from {b} unasked."),
            _ => format!("Taken over from {b}, as only {b} has changed it:"),
        });
        lines.extend(plan.taken.iter().map(|item| {
            let change = change_words(item.ours.words.as_deref(), item.theirs.words.as_deref());
            format!("  {}: {change}{}", clean_line(&item.what), by(&item.theirs))
        }));
        if !plan.conflicts.is_empty() {
            let count = plan.conflicts.len();
            if asks {
                lines.push(format!(
                    "Changed by both, differently: {count}. You choose below."
                ));
            } else {
                lines.push("Changed by both, differently:".to_owned());
                lines.extend(self.conflicts());
            }
        }
        for item in &plan.stays {
            lines.push(format!(
                "Stays, although {b} has taken it back: {}. Withdraw it or change it if it is not \
                 needed.",
                clean_line(&item.what)
            ));
        }
        for one in &plan.renumbered {
            let (what, was, is) = one.words();
            let why = if one.is_another(&pair.a.state) {
                format!(": {was} here is another one")
            } else {
                String::new()
            };
            lines.push(format!("{what} {was} of {b} is {is} here{why}."));
        }
        let carried = pair.b.state.carried.as_ref();
        if let Some(carried) = carried.filter(|c| Some(*c) != pair.a.state.carried.as_ref()) {
            lines.push(format!(
                "Not taken over: what {b} carries forward from {} and nobody has confirmed there.",
                carried.from.record
            ));
        }
        for (seq, by) in self.sign_offs() {
            lines.push(format!(
                "Not taken over: the sign-off by {}, {}, on {}. It was given for {b}, with entry \
                 {seq} there.",
                by.name,
                by.role,
                date_words(by.date)
            ));
        }
        if self.supersedes() {
            lines.push(format!("The sign-off of {a} is superseded by this."));
        }
        lines.join("\n")
    }

    /// The sign-offs of the other record, but for those that an earlier merge has told of.
    fn sign_offs(&self) -> Vec<(u64, &SignOff)> {
        let earlier = self.pair.a.entries.iter().filter_map(Logged::merge);
        let joined = joined(earlier.chain(iter::once(self.merge)));
        joined
            .into_iter()
            .next_back()
            .map_or_else(Vec::new, |joined| joined.sign_offs)
    }

    fn supersedes(&self) -> bool {
        let mut standing = self.pair.a.state.current_sign_offs();
        !self.plan.is_contained && standing.next().is_some()
    }

    fn conflicts(&self) -> Vec<String> {
        let (a, b) = (&self.pair.a_name, &self.pair.b_name);
        let mut lines = vec![];
        for (at, item) in self.plan.conflicts.iter().enumerate() {
            lines.push(format!("  {}", clean_line(&item.what)));
            let says = |name: &str, said: &Said| {
                let change = change_words(item.before.as_deref(), said.words.as_deref());
                format!("    {name}: {change}{}", by(said))
            };
            lines.push(says(a, &item.ours));
            lines.push(says(b, &item.theirs));
            let chosen = self.choices.get(at);
            lines.extend(chosen.map(|choice| {
                let name = match choice {
                    Choice::Ours => a,
                    Choice::Theirs => b,
                };
                format!("    Chosen: {name}")
            }));
        }
        lines
    }

    /// The same for machines. The entry is that which was written, if one was.
    pub(super) fn json(&self, entry: Option<u64>) -> Value {
        let Told {
            pair, plan, merge, ..
        } = self;
        let items = |items: &[Item]| items.iter().map(item_json).collect::<Vec<_>>();
        let conflicts = plan.conflicts.iter().enumerate().map(|(at, item)| {
            let mut value = item_json(item);
            let chosen = self.choices.get(at);
            value["chosen"] = json!(chosen.map(|choice| match choice {
                Choice::Ours => "a",
                Choice::Theirs => "b",
            }));
            value
        });
        let renumbered = plan.renumbered.iter().map(|one| {
            let (_, was, is) = one.words();
            json!({"was": was, "is": is})
        });
        json!({
            "record": name_of(pair.a_path), "path": pair.a_path,
            "other": {
                "record": merge.other.record, "path": pair.b_path,
                "fingerprint": merge.other.fingerprint,
            },
            "common": plan.common, "lines": pair.since(plan),
            "nothing_new": plan.is_contained,
            "taken": items(&plan.taken),
            "conflicts": conflicts.collect::<Vec<_>>(),
            "stays": items(&plan.stays),
            "renumbered": renumbered.collect::<Vec<_>>(),
            "sign_offs_left": sign_offs(&self.sign_offs()),
            "supersedes_sign_off": self.supersedes(),
            "entry": entry,
        })
    }
}

fn by(said: &Said) -> String {
    match &said.last {
        Some((at, by)) => format!(" ({}, {})", named(by), moment(*at)),
        None => String::new(),
    }
}

fn item_json(item: &Item) -> Value {
    let said = |said: &Said| {
        let last = said.last.as_ref();
        json!({
            "says": said.words, "at": last.map(|(at, _)| at), "by": last.map(|(_, by)| by),
        })
    };
    json!({
        "of": item.subject.ids(), "what": item.what, "before": item.before,
        "a": said(&item.ours), "b": said(&item.theirs),
    })
}
