//! A conversation with a disk made of a list, which can be told to fail.

use mfa_assess::facts::{
    Answer, Assessment, Entry, Event, EvidenceFile, Exemption, FORMAT, Fingerprint, Logged,
};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{Question, built_in};
use mfa_assess::record::Drafts;
use mfa_assess::wizard::{
    Copying, Effect, Field, FieldKey, Goal, Key, Listed, Message, Model, Notice, Open, Opened,
    Place, Saving, Screen, Stop, Subject, fields, page, update,
};

pub struct Talk {
    pub model: Model,
    pub disk: Vec<Logged>,
    /// What is kept of unfinished texts.
    pub kept: Drafts,
    /// Why the disk takes no more than there is room for.
    pub broken: Option<&'static str>,
    /// How many events it still takes while it is broken.
    pub room: usize,
    /// The copies that were asked for.
    pub copies: Vec<Copying>,
    pub reports: usize,
    /// The files that are found otherwise than they are named, and how.
    pub unlike: Vec<(EvidenceFile, String)>,
    /// How often the files were looked at.
    pub checks: usize,
    pub has_ended: bool,
    pub listed: Vec<Listed>,
}

impl Talk {
    /// At home, with nothing on disk.
    pub fn new() -> Self {
        Self {
            model: Model::new(built_in().unwrap(), "2026-11-24".parse().unwrap()),
            disk: vec![],
            kept: Drafts::new(),
            broken: None,
            room: 0,
            copies: vec![],
            reports: 0,
            unlike: vec![],
            checks: 0,
            has_ended: false,
            listed: vec![],
        }
    }

    /// A new assessment with a name, at its task list.
    pub fn begun() -> Self {
        let mut talk = Self::new();
        talk.go(Goal::New);
        talk.answer("organisation-name", "Northmoor Trust");
        talk.answer("assessor-name", "Robin Marsh");
        talk.show(Place::Tasks);
        talk
    }

    /// On the form of a scenario, in a new assessment.
    pub fn at(scenario: &str) -> Self {
        let mut talk = Self::begun();
        talk.answer_in_organisation("provides-care", "yes");
        talk.scenario(scenario);
        talk
    }

    /// Sends a message. What is on screen afterwards is what would be there if it were made anew.
    pub fn send(&mut self, message: Message) {
        for effect in update(&mut self.model, message) {
            for message in self.perform(effect) {
                self.send(message);
            }
        }
        assert_eq!(*self.model.page(), page(&self.model));
    }

    fn perform(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::Append { events, by, .. } => self.append(&by, events),
            Effect::KeepDrafts(drafts) => {
                self.kept = drafts;
                vec![]
            }
            Effect::TakeUp | Effect::TakeOver => vec![],
            Effect::Copy(copying) => {
                self.copies.push(copying);
                vec![]
            }
            Effect::WriteReport => {
                self.reports += 1;
                vec![Message::Written {
                    path: "northmoor.pdf".into(),
                    stays: None,
                }]
            }
            Effect::CheckFiles => {
                self.checks += 1;
                vec![Message::Checked(self.unlike.clone())]
            }
            Effect::LookAt { of, path } if path.ends_with(".png") => {
                let (bytes, sha256) = (path.len() as u64, Fingerprint::of(path.as_bytes()));
                let file = EvidenceFile {
                    path,
                    bytes,
                    sha256,
                };
                vec![Message::Looked { of, file }]
            }
            Effect::LookAt { path, .. } => vec![Message::Failed(format!("no file {path}"))],
            Effect::Quit => {
                self.has_ended = true;
                vec![]
            }
            Effect::List => vec![Message::Stored(self.listed.clone())],
            Effect::Open(_) | Effect::CarryForward(_) => vec![],
            Effect::Close => {
                self.disk.clear();
                vec![]
            }
        }
    }

    /// As the session does: what there is room for, then why the rest has to wait.
    fn append(&mut self, by: &str, events: Vec<Accepted>) -> Vec<Message> {
        let mut messages = vec![];
        if self.disk.is_empty() {
            if let Some(why) = self.broken {
                return vec![Message::NotSaved(why.to_owned())];
            }
            let created = Event::Created {
                tool: "test".into(),
                questionnaire: Box::default(),
            };
            let first = Box::new(self.log(by, created));
            messages.push(Message::Begun {
                name: "northmoor".into(),
                path: "northmoor.jsonl".into(),
                first,
                warning: None,
            });
        }
        let room = self.broken.map_or(usize::MAX, |_| self.room);
        let entries = events.into_iter().take(room);
        let entries = entries
            .map(|accepted| {
                let (event, why) = accepted.into_parts();
                self.log_because(by, why, event)
            })
            .collect();
        messages.push(Message::Saved {
            entries,
            clock: "12:00".into(),
        });
        messages.extend(self.broken.map(|why| Message::NotSaved(why.to_owned())));
        messages
    }

    pub fn log(&mut self, by: &str, event: Event) -> Logged {
        self.log_because(by, None, event)
    }

    fn log_because(&mut self, by: &str, why: Option<String>, event: Event) -> Logged {
        let seq = self.disk.len() as u64 + 1;
        let logged = Logged {
            entry: Entry {
                v: FORMAT,
                seq,
                at: "2026-11-24T12:00:00Z".parse().unwrap(),
                by: by.to_owned(),
                why,
                event,
                prev: self.disk.last().map(|l| l.fingerprint),
            },
            fingerprint: Fingerprint::of(&seq.to_le_bytes()),
        };
        self.disk.push(logged.clone());
        logged
    }

    /// The program ends, and the record is opened again.
    pub fn reopened(self) -> Self {
        let mut talk = Self::new();
        let opened = Opened {
            name: "northmoor".into(),
            path: "northmoor.jsonl".into(),
            questionnaire: built_in().unwrap(),
            entries: self.disk.clone(),
            state: Assessment::fold(&self.disk).unwrap(),
            drafts: self.kept.clone(),
            warning: None,
            read_only: None,
        };
        talk.disk = self.disk;
        talk.kept = self.kept;
        talk.send(Message::Opened(Box::new(opened)));
        talk
    }

    // What a person does.

    pub fn press(&mut self, key: Key) {
        self.send(Message::Press(key));
    }

    pub fn presses(&mut self, keys: &[Key]) {
        keys.iter().for_each(|key| self.press(*key));
    }

    pub fn write(&mut self, words: &str) {
        words.chars().for_each(|c| self.press(Key::Char(c)));
    }

    pub fn go(&mut self, goal: Goal) {
        self.send(Message::Go(goal));
    }

    pub fn show(&mut self, place: Place) {
        self.go(Goal::Show(place));
    }

    pub fn scenario(&mut self, id: &str) {
        self.go(Goal::Form(Subject::Scenario(id.try_into().unwrap()), None));
    }

    /// Goes to a question of the form on top.
    pub fn to(&mut self, question: &str) {
        self.go(Goal::At(asked(question)));
        assert_eq!(self.here().as_deref(), Some(question));
    }

    /// Goes to a field that the program itself asks for.
    pub fn reach(&mut self, key: FieldKey) {
        self.go(Goal::At(key.clone()));
        assert_eq!(self.cursor().field(), Some(&key));
    }

    /// Answers a question of the form on top, in the words of its type.
    pub fn answer(&mut self, question: &str, value: &str) {
        let key = asked(question);
        let field = self.field(&key);
        let answer = answer(&field.question, value);
        self.send(Message::Answer {
            key,
            answer: Some(answer),
        });
    }

    /// Writes an action of the scenario on top.
    pub fn act(&mut self, what: &str) {
        self.press(Key::F(4));
        self.reach(FieldKey::What);
        self.write(what);
        self.press(Key::Enter);
    }

    /// Ends the exemption on top: says how, and then that it is to happen.
    pub fn end(&mut self, how: FieldKey, words: &str) {
        self.reach(how);
        self.write(words);
        self.press(Key::Tab);
        let links = mfa_assess::wizard::links(self.open(), self.subject().unwrap());
        let mut goals = links.into_iter().filter_map(|row| row.goal);
        let ends = |goal: &Goal| {
            use mfa_assess::rules::LifeStep::{Close, Withdraw};
            matches!(goal, Goal::Take(_, Close { .. } | Withdraw { .. }))
        };
        let goal = goals.find(ends).unwrap();
        self.go(goal);
    }

    /// Gives the reason that is asked for.
    pub fn because(&mut self, words: &str) {
        assert!(self.model.asks_why(), "no reason is asked for");
        self.send(Message::Reason(Some(words.to_owned())));
    }

    pub fn answer_in_organisation(&mut self, question: &str, value: &str) {
        self.go(Goal::Form(Subject::Organisation, None));
        self.answer(question, value);
        self.press(Key::Esc);
    }

    // What a person sees.

    pub fn open(&self) -> &Open {
        self.model.open.as_ref().unwrap()
    }

    pub fn state(&self) -> &Assessment {
        &self.open().state
    }

    /// What the disk alone says.
    pub fn on_disk(&self) -> Assessment {
        Assessment::fold(&self.disk).unwrap()
    }

    pub fn field(&self, key: &FieldKey) -> Field {
        let form = self.model.form().unwrap();
        let fields = fields(self.open(), &form.subject);
        fields
            .into_iter()
            .find(|f| f.key == *key)
            .unwrap_or_else(|| panic!("{key:?} is not asked"))
    }

    pub fn answered(&self, question: &str) -> Option<Answer> {
        let id = question.try_into().unwrap();
        self.state().answers.get(&id).cloned()
    }

    pub fn cursor(&self) -> &Stop {
        &self.model.form().unwrap().cursor
    }

    /// The question that has the focus.
    pub fn here(&self) -> Option<String> {
        match self.model.form()?.cursor.field()? {
            FieldKey::Asked(id) => Some(id.to_string()),
            _ => None,
        }
    }

    /// What stands in the text field that has the focus.
    pub fn text(&self) -> Option<&str> {
        self.model.form()?.input.as_ref().map(|i| i.value())
    }

    pub fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", Notice::words)
    }

    pub fn place(&self) -> Option<&Place> {
        match self.model.screen() {
            Screen::List(list) => Some(&list.place),
            Screen::Form(_) => None,
        }
    }

    pub fn subject(&self) -> Option<&Subject> {
        self.model.form().map(|f| &f.subject)
    }

    pub fn is_unsaved(&self) -> bool {
        matches!(self.model.saving, Saving::Failed(_)) && !self.open().pending.is_empty()
    }

    /// What holds after every message: the focus is on something, and letters go where they seem to.
    pub fn is_sane(&self) {
        let shown = self.model.page();
        assert!(matches!(
            self.model.screens.first(),
            Some(Screen::List(list)) if list.place == Place::Home
        ));
        match self.model.screen() {
            Screen::Form(form) => {
                assert!(
                    shown.stops.contains(&form.cursor),
                    "{:?} of {:?}",
                    form.cursor,
                    shown.stops
                );
                if matches!(form.cursor, Stop::Text(_)) && self.open().read_only.is_none() {
                    assert!(form.input.is_some(), "letters would be commands");
                }
            }
            Screen::List(list) => {
                let leads = |i: usize| shown.rows.get(i).is_some_and(|r| r.goal.is_some());
                let any = (0..shown.rows.len()).any(leads);
                assert!(
                    leads(list.cursor) || !any,
                    "{:?}: {}",
                    list.place,
                    list.cursor
                );
            }
        }
    }
}

pub fn asked(question: &str) -> FieldKey {
    FieldKey::Asked(question.try_into().unwrap())
}

pub fn answer(question: &Question, value: &str) -> Answer {
    use mfa_assess::questionnaire::Input;
    match (value, &question.input) {
        ("?", _) => Answer::DontKnow,
        (_, Input::OneOf(_)) => Answer::Choice(value.try_into().unwrap()),
        (_, Input::AnyOf(_)) => Answer::Choices(
            value
                .split(',')
                .filter(|id| !id.is_empty())
                .map(|id| id.try_into().unwrap())
                .collect(),
        ),
        _ => Answer::typed(value, question).unwrap(),
    }
}

pub fn choice(id: &str) -> Option<Answer> {
    Some(Answer::Choice(id.try_into().unwrap()))
}

/// An exemption with all that is asked, approved as it reads, and in force on the day of the tests.
pub fn approved_exemption(talk: &Talk, kind: &str, scenario: &str, requirement: &str) -> Exemption {
    use mfa_assess::questionnaire::Input;
    let open = talk.open();
    let kind = open.questionnaire.exemption_kind(&kind.try_into().unwrap());
    let kind = kind.unwrap();
    let mut exemption = Exemption {
        requirements: [requirement.try_into().unwrap()].into(),
        scenarios: [scenario.try_into().unwrap()].into(),
        ..Exemption::blank(kind.id.clone())
    };
    for question in kind.questions() {
        let answer = match (question.id.as_str(), &question.input) {
            ("target-date" | "expiry", _) => Answer::Date("2027-06-30".parse().unwrap()),
            ("next-review", _) => Answer::Date("2027-05-01".parse().unwrap()),
            (_, Input::Date { .. }) => Answer::Date("2026-11-01".parse().unwrap()),
            ("author", _) => Answer::Text("Robin Marsh".into()),
            ("no-target-reason" | "same-person-reason", _) => continue,
            (_, Input::OneOf(choices)) => Answer::Choice(choices[0].id.clone()),
            (_, Input::AnyOf(choices)) => Answer::Choices([choices[0].id.clone()].into()),
            (_, Input::Number { .. }) => Answer::Number(5),
            _ => Answer::Text("Alex Thorne".into()),
        };
        exemption.fields.insert(question.id.clone(), answer);
    }
    let relied = exemption.relied(kind);
    exemption.life.approvals.push(relied);
    exemption
}
