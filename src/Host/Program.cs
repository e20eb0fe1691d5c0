using Sen.Host;

return await CommandLine.Run(args);
