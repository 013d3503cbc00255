// Pages and completions against the tools themselves.

import Testing
