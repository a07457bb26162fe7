//! The commands that make one change each. They only say in arguments what a file would say.

use std::collections::BTreeMap;

use super::args::{ActionArgs, ActionCommand, AnswerArgs, ExemptionCommand, ExemptionText, How};
use super::{carry_out, exemptions};
use crate::cli::Done;
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::tables::{self, Of};
use crate::propose::{ActionText, DontKnow, Fields, Given, NotApplicable, Request};

/// `answer`.
pub(crate) fn answer(common: &Common, given: AnswerArgs) -> Result<Done, CliError> {
    let question = given.question.clone();
    let change = if given.clear {
        Request::Clear { question }
    } else if given.confirm {
        Request::Confirm {
            question,
            exemption: None,
        }
    } else {
        Request::Answer {
            question,
            value: value(&given),
        }
    };
    one(common, &given.record, change, given.how)
}

fn value(given: &AnswerArgs) -> Given {
    if given.none {
        return Given::List(vec![]);
    }
    if given.dont_know {
        return Given::DontKnow(DontKnow { dont_know: true });
    }
    match &given.not_applicable {
        Some(reason) => Given::NotApplicable(NotApplicable {
            not_applicable: reason.clone(),
        }),
        None => texts(given.values.clone()),
    }
}

/// `exemption`.
pub(crate) fn exemption(common: &Common, command: ExemptionCommand) -> Result<Done, CliError> {
    use ExemptionCommand as C;
    let (record, change, how) = match command {
        C::List { record, json } => return exemptions::list(common, record.as_deref(), json),
        C::Show {
            record,
            exemption,
            json,
        } => return exemptions::show(common, &record, &exemption, json),
        C::Add {
            record,
            kind,
            text,
            how,
        } => (record, add(kind, text), how),
        C::Edit {
            record,
            exemption,
            text,
            reset_approval,
            how,
        } => (record, edit(exemption, text, reset_approval), how),
        C::Submit {
            record,
            exemption,
            how,
        } => (record, Request::SubmitExemption { exemption }, how),
        C::Approve {
            record,
            exemption,
            fields,
            how,
        } => {
            let fields = all(fields);
            (record, Request::ApproveExemption { exemption, fields }, how)
        }
        C::Renew {
            record,
            exemption,
            drop,
            how,
        } => {
            let change = if drop {
                Request::DropRenewal { exemption }
            } else {
                Request::RenewExemption { exemption }
            };
            (record, change, how)
        }
        C::Close {
            record,
            exemption,
            enforced,
            how,
        } => {
            let change = Request::CloseExemption {
                exemption,
                how: enforced,
            };
            (record, change, how)
        }
        C::Withdraw {
            record,
            exemption,
            reason,
            how,
        } => (
            record,
            Request::WithdrawExemption { exemption, reason },
            how,
        ),
    };
    one(common, &record, change, how)
}

fn add(kind: String, text: ExemptionText) -> Request {
    Request::AddExemption {
        name: None,
        kind,
        requirements: some(text.requirements),
        scenarios: text.scenarios,
        systems: text.systems,
        fields: all(text.fields),
    }
}

fn edit(exemption: String, text: ExemptionText, reset_approval: bool) -> Request {
    Request::EditExemption {
        exemption,
        requirements: some(text.requirements),
        scenarios: some(text.scenarios),
        systems: some(text.systems),
        fields: all(text.fields),
        reset_approval,
    }
}

/// `action`.
pub(crate) fn action(common: &Common, command: ActionCommand) -> Result<Done, CliError> {
    let (record, change, how) = match command {
        ActionCommand::List(given) => return tables::list(common, Of::Actions, &given),
        ActionCommand::Export(given) => return tables::export(common, Of::Actions, &given),
        ActionCommand::Import(given) => return tables::import(common, Of::Actions, &given),
        ActionCommand::Add {
            record,
            scenario,
            finds_out,
            says,
            how,
        } => {
            let change = Request::AddAction {
                name: None,
                scenario,
                finds_out,
                says: worded(says),
            };
            (record, change, how)
        }
        ActionCommand::Edit {
            record,
            action,
            says,
            how,
        } => {
            let says = worded(says);
            (record, Request::EditAction { action, says }, how)
        }
        ActionCommand::Done {
            record,
            action,
            how,
        } => (record, Request::FinishAction { action }, how),
        ActionCommand::Remove {
            record,
            action,
            how,
        } => (record, Request::RemoveAction { action }, how),
    };
    one(common, &record, change, how)
}

fn worded(says: ActionArgs) -> ActionText {
    ActionText {
        what: says.what,
        owner: says.owner,
        role: says.role,
        due: says.due,
        no_date: says.no_date,
        priority: says.priority,
        progress: says.progress,
        ends: says.ends,
        towards: some_or_none(says.towards),
        closes: some_or_none(says.closes),
        with: some_or_none(says.with),
    }
}

fn one(common: &Common, record: &str, change: Request, how: How) -> Result<Done, CliError> {
    let how = How { alone: true, ..how };
    carry_out(common, Some(record), &[change.into()], &how)
}

/// A list that is left out when it is empty.
fn some(list: Vec<String>) -> Option<Vec<String>> {
    (!list.is_empty()).then_some(list)
}

/// A list that takes back what was said where it holds only an empty value.
fn some_or_none(list: Vec<String>) -> Option<Vec<String>> {
    let is_given = !list.is_empty();
    let named = list.into_iter().filter(|name| !name.trim().is_empty());
    is_given.then(|| named.collect())
}

/// Fields as a file has them: several values of one are a list, and an empty one takes it back.
fn all(given: Vec<(String, String)>) -> Fields {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, value) in given {
        values.entry(id).or_default().push(value);
    }
    let fields = values.into_iter().map(|(id, values)| {
        let is_empty = values.iter().all(|value| value.trim().is_empty());
        (id, (!is_empty).then(|| texts(values)))
    });
    fields.collect()
}

fn texts(mut values: Vec<String>) -> Given {
    match values.len() {
        1 => Given::Text(values.remove(0)),
        _ => Given::List(values),
    }
}
