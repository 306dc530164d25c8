// zerorpc-node asks for zeromq 4, which needs a compiler; zeromq 6 speaks the same API under this name.
module.exports = require("zeromq-next/v5-compat");
