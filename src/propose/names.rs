//! Names in a list of changes: the numbers of what is there, and what the list itself adds.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::trial::{Step, Stopped, Trial};
use crate::facts::{ActionId, EvidenceId, ExemptionId, SystemId};
use crate::text::clipped;

/// What a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Exemption,
    Action,
    System,
    Evidence,
}

impl Thing {
    const ALL: [Self; 4] = [Self::Exemption, Self::Action, Self::System, Self::Evidence];

    const fn words(self) -> &'static str {
        match self {
            Self::Exemption => "exemption",
            Self::Action => "action",
            Self::System => "system",
            Self::Evidence => "piece of evidence",
        }
    }
}

impl Trial<'_> {
    /// The number of what a name stands for.
    pub(super) fn named<I>(&mut self, thing: Thing, given: &str, at: &str) -> Step<I>
    where
        I: FromStr + From<u32> + Copy + fmt::Display + PartialEq,
        Self: Holds<I>,
    {
        match self.names.get(&(thing, given.to_owned())) {
            Some(Some(number)) => return Ok(I::from(*number)),
            Some(None) => return Err(Stopped),
            None => {}
        }
        let all = self.all();
        if let Ok(id) = given.parse::<I>()
            && all.contains(&id)
        {
            return Ok(id);
        }
        let all: Vec<String> = all.iter().map(ToString::to_string).collect();
        let says = if all.is_empty() {
            format!(
                "There is no {} {} here; none is recorded yet. Add it first, and give it this ref.",
                thing.words(),
                clipped(given, 60)
            )
        } else {
            unknown(thing.words(), given, all.iter().map(String::as_str))
        };
        Err(self.wrong(at, says))
    }

    /// The numbers of all that names in a list stand for.
    ///
    /// What stands there now may stay, also where it is gone.
    pub(super) fn all_named<I>(
        &mut self,
        thing: Thing,
        given: &[String],
        at: &str,
        now: &BTreeSet<I>,
    ) -> Step<BTreeSet<I>>
    where
        I: FromStr + From<u32> + Copy + fmt::Display + Ord,
        Self: Holds<I>,
    {
        let stays = |name: &str| name.parse().ok().filter(|id| now.contains(id));
        let found: Vec<Step<I>> = (0..)
            .zip(given)
            .map(|(number, name): (usize, &String)| match stays(name) {
                Some(id) => Ok(id),
                None => self.named(thing, name, &format!("{at}[{number}]")),
            })
            .collect();
        found.into_iter().collect()
    }

    /// Gives a name to what is added. A name that names something else already is refused.
    pub(super) fn name(&mut self, thing: Thing, name: Option<&str>, number: u32) -> Step {
        let Some(name) = name else { return Ok(()) };
        let is_number = match thing {
            Thing::Exemption => name.parse::<ExemptionId>().is_ok(),
            Thing::Action => name.parse::<ActionId>().is_ok(),
            Thing::System => name.parse::<SystemId>().is_ok(),
            Thing::Evidence => name.parse::<EvidenceId>().is_ok(),
        };
        if is_number || name.is_empty() {
            let says = "A ref may not look like a number. Choose a word, such as \"imaging\".";
            return Err(self.wrong("ref", says));
        }
        if self.names.contains_key(&(thing, name.to_owned())) {
            let says = format!(
                "The ref {} is taken by an earlier change. Choose another.",
                clipped(name, 60)
            );
            return Err(self.wrong("ref", says));
        }
        if let Some(made) = self.made.last_mut() {
            made.name = Some(name.to_owned());
        }
        self.names.insert((thing, name.to_owned()), Some(number));
        Ok(())
    }

    /// Remembers that what would have this name is not there, so that it is said once only.
    pub(super) fn is_missing(&mut self, name: Option<&str>) {
        let Some(name) = name else { return };
        for thing in Thing::ALL {
            self.names.entry((thing, name.to_owned())).or_insert(None);
        }
    }
}

/// The numbers that are there.
pub(super) trait Holds<I> {
    fn all(&self) -> Vec<I>;
}

macro_rules! holds {
    ($($id:ty, $map:ident;)*) => {$(
        impl Holds<$id> for Trial<'_> {
            fn all(&self) -> Vec<$id> {
                self.state.$map.keys().copied().collect()
            }
        }
    )*};
}

holds! {
    ExemptionId, exemptions;
    ActionId, actions;
    SystemId, systems;
    EvidenceId, listed;
}

/// That something has no such id, and which there are.
pub(super) fn unknown<'i>(
    what: &str,
    given: &str,
    all: impl IntoIterator<Item = &'i str>,
) -> String {
    let all: Vec<&str> = all.into_iter().collect();
    let given = clipped(given, 60);
    let named = all.join(", ");
    format!("There is no {what} {given}. Name one of: {named}.")
}
