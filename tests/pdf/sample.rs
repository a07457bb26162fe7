//! A report as a health organisation might have it: invented, but of real size and shape.

use jiff::Timestamp;
use mfa_assess::report::model::*;
use mfa_assess::rules::Outcome;
use mfa_assess::rules::Outcome::*;

pub const FINGERPRINT: &str = "9f2c1e77a0b4d8830c55e1f2a7b6c9d0134588aabbccddeeff00112233445566";

/// Plain words.
pub fn plain(words: &str) -> Text {
    Text::from(words)
}

fn fact(label: &str, value: impl Into<Text>) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.into(),
    }
}

fn column(title: &str, share: u16, numeric: bool) -> Column {
    Column {
        title: title.to_owned(),
        share,
        numeric,
    }
}

fn section(title: &str, start: Start, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
    Section {
        title: title.to_owned(),
        start,
        blocks,
        sections,
    }
}

fn front(draft: bool) -> Vec<Block> {
    let signed = if draft {
        "Nobody has signed the record as it stands."
    } else {
        "I declare that this assessment is true and complete to the best of my knowledge."
    };
    vec![
        Block::Title("Multi-factor authentication self-assessment".to_owned()),
        Block::Paragraph(Text(vec![
            Span::Plain("How ".to_owned()),
            Span::Strong("Bryncoed Community Health Partnership".to_owned()),
            Span::Plain(" stands against the NHS England multi-factor authentication policy, scenario by scenario, for its board.".to_owned()),
        ])),
        Block::Facts(vec![
            fact("Organisation", "Bryncoed Community Health Partnership (ODS code X9Z01)"),
            fact("Assessed as at", "24 November 2026"),
            fact("Assessed by", "Siân Tŷ-Gwyn, head of IT operations; Łukasz Ó Briain, security manager"),
            fact("Policy", "NHS England multi-factor authentication policy, questionnaire version 1.2"),
            fact("Marking", "OFFICIAL-SENSITIVE"),
            fact("Overall", Text(vec![
                Span::Outcome(PartlyMet),
                Span::Plain(" – 3 of 14 scenarios are not met and 2 need an answer".to_owned()),
            ])),
        ]),
        Block::Callout(Text(vec![
            Span::Strong("What the board is asked to decide. ".to_owned()),
            Span::Plain("To accept two exemptions until 31 March 2027, and to fund phishing-resistant sign-in for the 46 people who administer systems.".to_owned()),
        ])),
        Block::Facts(vec![
            fact("Declaration", signed),
            fact("Name", "Dr Gwenllian Parry-Ŵyn"),
            fact("Role", "Senior information risk owner"),
            fact("Signed", if draft { "not yet" } else { "25 November 2026 at 14:05" }),
            fact("Fingerprint", "9f2c 1e77 a0b4 d883 (the record’s newest entry, number 182)"),
        ]),
    ]
}

fn chart() -> Chart {
    let bar = |label: &str, parts: &[(Outcome, u32)]| Bar {
        label: label.to_owned(),
        parts: parts.to_vec(),
    };
    Chart {
        caption: "Scenarios by force of the requirement".to_owned(),
        alternative: "Of 22 must requirements, 11 are met, 3 by exemption, 2 partly, 3 not, 1 unknown, 1 not answered, 1 not applicable. Of 9 should requirements, 5 are met and 4 not. Of 4 may requirements, 2 are met and 2 do not apply.".to_owned(),
        figures: Figures::Outcomes(vec![
            bar("Must", &[(Met, 11), (MetByExemption, 3), (PartlyMet, 2), (NotMet, 3), (DontKnow, 1), (NotAnswered, 1), (NotApplicable, 1)]),
            bar("Should", &[(Met, 5), (PartlyMet, 2), (NotMet, 2)]),
            bar("May", &[(Met, 2), (NotApplicable, 2)]),
        ]),
    }
}

/// What stands for the record that is attached.
pub const RECORD: &[u8] = b"{\"seq\":1}\n{\"seq\":2}\n";

const SCENARIOS: [(&str, Outcome, &str); 14] = [
    (
        "Remote access to the network",
        Met,
        "Every way in from outside asks for a second factor.",
    ),
    (
        "Privileged accounts on premises",
        NotMet,
        "Domain administrators sign in to 12 servers with a password only. It would be met if the jump host were the only way in.",
    ),
    (
        "Privileged accounts in the cloud",
        Met,
        "All 46 administrators use security keys.",
    ),
    (
        "Staff e-mail",
        Met,
        "Conditional access asks every session that is not on a managed device.",
    ),
    (
        "Clinical systems reached from the internet",
        MetByExemption,
        "The maternity system’s supplier cannot offer it before March; exemption E-02 covers it.",
    ),
    (
        "Supplier remote support",
        PartlyMet,
        "Seven of nine suppliers come in through the access gateway – two still use a modem pool…",
    ),
    (
        "Shared and generic accounts",
        NotMet,
        "Three wards share a sign-in to the bed board.",
    ),
    (
        "Service accounts",
        NotApplicable,
        "No service account can sign in interactively.",
    ),
    (
        "Break-glass accounts",
        Met,
        "Two, sealed, tested on 3 October 2026.",
    ),
    (
        "Smartcards",
        Met,
        "Care identity service smartcards, or the app.",
    ),
    (
        "Medical devices",
        DontKnow,
        "Biomedical engineering has not yet said which of 118 devices take remote sign-in.",
    ),
    (
        "Single sign-on",
        MetByExemption,
        "Covered by exemption E-01 until the new directory is in use.",
    ),
    (
        "Patients’ access",
        NotAnswered,
        "Question 11.2 has no answer.",
    ),
    (
        "Backup and recovery consoles",
        Met,
        "Separate accounts with hardware tokens.",
    ),
];

fn summary() -> Section {
    let rows = SCENARIOS
        .iter()
        .enumerate()
        .map(|(index, (title, outcome, why))| {
            vec![
                plain(&format!("S{:02}", index + 1)),
                plain(title),
                Text::from(*outcome),
                plain(why),
            ]
        });
    let table = Table {
        caption: "Every scenario with its outcome".to_owned(),
        columns: vec![
            column("No.", 6, false),
            column("Scenario", 24, false),
            column("Outcome", 20, false),
            column("Why", 50, false),
        ],
        rows: rows.collect(),
    };
    let counts = Table {
        caption: "Requirements by outcome".to_owned(),
        columns: vec![
            column("Force", 40, false),
            column("Met", 12, true),
            column("By exemption", 12, true),
            column("Partly", 12, true),
            column("Not met", 12, true),
            column("All", 12, true),
        ],
        rows: [
            ["Must", "11", "3", "2", "3", "22"],
            ["Should", "5", "0", "2", "2", "9"],
            ["May", "2", "0", "0", "0", "4"],
        ]
        .iter()
        .map(|row| row.iter().map(|cell| plain(cell)).collect())
        .collect(),
    };
    section(
        "Summary for the board",
        Start::NewPage,
        vec![
            Block::Paragraph(plain(
                "The policy asks for a second factor wherever somebody reaches patient data or administers a system from a place that the organisation does not control. It has stood since June 2023. This report says for each of its scenarios where Bryncoed stands, why, and what would change it.",
            )),
            Block::Chart(chart()),
            Block::Table(counts),
            Block::Callout(plain(
                "Three musts are not met and no exemption covers them. Until they are, an attacker who has one password of a domain administrator has the network.\nThe actions that follow have owners and dates.",
            )),
            Block::Paragraph(plain("What matters most:")),
            Block::List(vec![
                plain(
                    "Put every administrator behind the jump host, and block direct sign-in to servers (owner: Łukasz Ó Briain, by 31 January 2027).",
                ),
                plain(
                    "Replace the three shared ward accounts with tap-and-go badges; this depends on the capital bid that the board sees in December, and on the wards’ own timetable for the winter.",
                ),
                plain("Ask biomedical engineering for a list of devices."),
            ]),
        ],
        vec![section(
            "Outcomes in full",
            Start::Flow,
            vec![
                Block::Paragraph(plain(
                    "The words have one meaning throughout the report. An exemption never changes an answer: it is shown as such.",
                )),
                Block::Table(table),
            ],
            vec![],
        )],
    )
}

fn scenario(index: usize) -> Section {
    let (title, outcome, why) = SCENARIOS[index % SCENARIOS.len()];
    let note = "We checked the sign-in logs of the identity provider for October 2026 and found no session without a second factor, except those of the two break-glass accounts, which were tested on the third. ";
    let answers = Table {
        caption: format!("Answers for scenario {}", index + 1),
        columns: vec![
            column("Question", 38, false),
            column("Answer", 18, false),
            column("Note and evidence", 44, false),
        ],
        rows: vec![
            vec![
                plain(
                    "Is a second factor asked for on every sign-in from outside the organisation’s network?",
                ),
                plain("Yes, for everybody"),
                plain(note),
            ],
            vec![
                plain("How many accounts are exempt in the directory?"),
                plain("4"),
                plain(
                    "Two break-glass accounts, one scanner, one test account. See https://intranet.bryncoed.example/it/security/identity/registers/conditional-access-exclusions?version=42",
                ),
            ],
            vec![
                plain("Which methods can people use?"),
                plain("App with number matching; security key; smartcard"),
                plain(&note.repeat(index % 5 + 1)),
            ],
        ],
    };
    section(
        &format!("S{:02} {title}", index + 1),
        Start::Flow,
        vec![
            Block::Facts(vec![
                fact("Outcome", Text::from(outcome)),
                fact("Why", plain(why)),
                fact(
                    "What would change it",
                    plain("Nothing: it stands as long as the answers do."),
                ),
            ]),
            Block::Table(answers),
        ],
        vec![],
    )
}

fn exemptions() -> Section {
    let long = "The supplier’s roadmap has been late twice. In the meantime the system can be reached from the hospital network and from managed laptops only; sessions end after fifteen minutes; the log is read every morning by the security desk; and the three accounts that can change settings are enabled on request, for an hour, by two people. ".repeat(14);
    let table = Table {
        caption: "Exemptions in force".to_owned(),
        columns: vec![
            column("No.", 8, false),
            column("Covers", 20, false),
            column("Why, and what is done instead", 52, false),
            column("Until", 20, false),
        ],
        rows: vec![
            vec![
                plain("E-01"),
                plain("Single sign-on"),
                plain("The directory is replaced in the spring."),
                plain("28 February 2027"),
            ],
            vec![
                plain("E-02"),
                plain("Clinical systems reached from the internet: the maternity record"),
                plain(&long),
                plain("31 March 2027"),
            ],
        ],
    };
    section(
        "Exemptions",
        Start::NewPage,
        vec![Block::Table(table)],
        vec![],
    )
}

/// The sample; `scenarios` makes it longer.
pub fn report(draft: bool, scenarios: usize) -> Report {
    let details = (0..scenarios).map(scenario).collect();
    Report {
        meta: Meta {
            title: "Multi-factor authentication self-assessment".to_owned(),
            subject: "Bryncoed Community Health Partnership".to_owned(),
            author: Some("Siân Tŷ-Gwyn".to_owned()),
            language: "en-GB".to_owned(),
            modified: Some("2026-11-24T09:30:00Z".parse::<Timestamp>().unwrap()),
            seed: FINGERPRINT.to_owned(),
        },
        running: Running {
            marking: "OFFICIAL-SENSITIVE".to_owned(),
            foot: "MFA self-assessment – Bryncoed Community Health Partnership".to_owned(),
            draft,
        },
        front: front(draft),
        sections: vec![
            summary(),
            section(
                "Scenario by scenario",
                Start::NewPage,
                vec![Block::Paragraph(plain(
                    "Each scenario has its outcome, the reason, and every answer with its evidence.",
                ))],
                details,
            ),
            exemptions(),
        ],
        attachments: vec![Attachment {
            name: "record.jsonl",
            about: "The record",
            media_type: "application/jsonl",
            relation: Relation::Source,
            bytes: RECORD.to_vec(),
        }],
    }
}
