use forms::{Answers, OpinionId, OpinionOutcome, Role, Silence, StepId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Application, Event, PersonId, Recorded, Status};

/// Somebody who is asked for an opinion, as the event keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedOpinion {
    /// Which.
    pub opinion: OpinionId,
    /// Whose: people with this role.
    pub role: Role,
    /// The answers that they are shown.
    pub shown: Answers,
}

/// An opinion that was not given in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentOpinion {
    /// Which.
    pub opinion: OpinionId,
    /// What that means by the service's file.
    pub means: Silence,
}

/// An opinion that was asked for, with what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// At which step.
    pub step: StepId,
    /// The revision of the visit to the step.
    pub visit: u64,
    /// Which.
    pub opinion: OpinionId,
    /// Whose: people with this role.
    pub role: Role,
    /// The answers that they were shown.
    pub shown: Answers,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Whether it counts no more, since the case was moved to a version that asks something else there, or somebody else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
    /// What came of it; nothing where the case left the step without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<OpinionAnswer>,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer", deny_unknown_fields)]
pub enum OpinionAnswer {
    /// It was given.
    Given {
        /// By whom.
        by: PersonId,
        /// When.
        at: Timestamp,
        /// What it comes to.
        outcome: OpinionOutcome,
        /// In which words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
    /// It was not given in time.
    Silent {
        /// When the time was over.
        at: Timestamp,
        /// What that means by the service's file of then.
        means: Silence,
    },
}

impl Opinion {
    /// Who gave it, if it was given.
    pub fn given_by(&self) -> Option<PersonId> {
        match self.answer {
            Some(OpinionAnswer::Given { by, .. }) => Some(by),
            _ => None,
        }
    }
}

impl Application {
    /// The opinions that it waits for now, in the order of the service's file.
    pub fn awaited_opinions(&self) -> impl Iterator<Item = &Opinion> {
        let is_queued = matches!(self.status, Status::Queued { .. });
        let asked = self.opinions.iter().filter(move |_| is_queued);
        asked.filter(|opinion| opinion.answer.is_none() && opinion.visit == self.visit.revision)
    }

    /// Takes in what was asked of others, or came of it.
    pub(crate) fn take_opinions(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::OpinionsAsked { step, of } => {
                let visit = self.visit.revision;
                self.opinions.extend(of.iter().map(|asked| Opinion {
                    step: step.clone(),
                    visit,
                    opinion: asked.opinion.clone(),
                    role: asked.role.clone(),
                    shown: asked.shown.clone(),
                    asked_at: at,
                    is_gone: false,
                    answer: None,
                }));
            }
            Event::OpinionGiven {
                opinion,
                by,
                outcome,
                words,
                ..
            } => {
                let (by, outcome, words) = (*by, *outcome, words.clone());
                self.answer_opinion(
                    opinion,
                    OpinionAnswer::Given {
                        by,
                        at,
                        outcome,
                        words,
                    },
                );
            }
            Event::OpinionsClosed { silent, .. } => {
                for SilentOpinion { opinion, means } in silent {
                    self.answer_opinion(opinion, OpinionAnswer::Silent { at, means: *means });
                }
            }
            _ => {}
        }
    }

    /// What others said at a step that a moved case left, they said of the step that it came to, but for what is asked otherwise there.
    pub(crate) fn move_opinions(&mut self, from: &StepId, to: &StepId, gone: &[OpinionId]) {
        for opinion in &mut self.opinions {
            opinion.is_gone |= gone.contains(&opinion.opinion);
            if opinion.step == *from {
                opinion.step.clone_from(to);
            }
        }
    }

    fn answer_opinion(&mut self, opinion: &OpinionId, answer: OpinionAnswer) {
        let visit = self.visit.revision;
        let mut asked = self.opinions.iter_mut();
        if let Some(asked) = asked.find(|asked| asked.visit == visit && asked.opinion == *opinion) {
            asked.answer = Some(answer);
        }
    }

    /// What the law leaves of the opinions: who gave which, and what it came to.
    pub(crate) fn erase_opinions(&mut self) {
        for opinion in &mut self.opinions {
            opinion.shown = Answers::default();
            if let Some(OpinionAnswer::Given { words, .. }) = &mut opinion.answer {
                *words = None;
            }
        }
    }
}
