//! One change to a questionnaire a line, and what is then found in which field.
