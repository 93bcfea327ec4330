using Cutis.Server.Commands;

return await CommandLine.RunAsync(args);
